package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.Shape;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Invariant I1: every accepted event counts exactly once on each side and in each generation. */
final class CountChecks {

  static final List<Check> ALL =
      List.of(
          new Check("user-counts", "each user's count is that of the matrix", CountChecks::users),
          new Check("movie-counts", "each movie took a step per rating", CountChecks::movies),
          new Check("side-counts", "both sides learned the same number", CountChecks::sides),
          new Check("taken-in", "nothing was taken in twice", CountChecks::takenIn),
          new Check("sequences", "no number was given twice", CountChecks::sequences),
          new Check("steps", "both sides took the same number of steps", CountChecks::steps));

  static final String BUSY = "the stream is not quiet";

  private CountChecks() {}

  private static CheckOutcome users(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    TreeSet<String> ids = new TreeSet<>(evidence.users().keySet());
    ids.addAll(evidence.ratings().keySet());
    for (String id : ids) {
      User user = evidence.users().get(id);
      Map<String, MatrixRating> rated = evidence.ratings().getOrDefault(id, Map.of());
      long standing = rated.values().stream().filter(MatrixRating::stands).count();
      if (user == null) {
        findings.add(new Finding("user " + id, rated.size() + " in the matrix, without a state"));
      } else if (user.ratings() != standing) {
        findings.add(
            new Finding(
                "user " + id, user.ratings() + " counted, " + standing + " stand in the matrix"));
      } else {
        long interacted = rated.values().stream().filter(MatrixRating::isInteracted).count();
        if (user.interacted() != interacted) {
          String problem =
              "%d movies counted with interactions, %d are in the matrix"
                  .formatted(user.interacted(), interacted);
          findings.add(new Finding("user " + id, problem));
        }
      }
    }
    return CheckOutcome.of(findings);
  }

  /** Ratings taken back or replaced took steps too: there may be more. */
  private static CheckOutcome movies(Evidence evidence) {
    if (!evidence.flow().isQuiet() || !evidence.isAdopted()) {
      return CheckOutcome.skipped(unsettled(evidence));
    }
    Map<String, Integer> standing = new HashMap<>();
    for (Map<String, MatrixRating> rated : evidence.ratings().values()) {
      rated.forEach(
          (movie, rating) -> {
            if (rating.stands()) {
              standing.merge(movie, 1, Integer::sum);
            }
          });
    }
    long refused =
        evidence.sum(Side.MOVIES, LearningProgress::refused)
            + evidence.sum(Side.MOVIES, LearningProgress::unreadable);
    List<Finding> findings = new ArrayList<>();
    standing.forEach(
        (movie, ratings) -> {
          Evidence.KnownMovie known = evidence.movies().get(movie);
          int steps = known == null ? 0 : known.factors().steps();
          if (steps + refused < ratings) {
            findings.add(new Finding("movie " + movie, steps + " steps, " + ratings + " ratings"));
          }
        });
    return CheckOutcome.of(findings);
  }

  private static CheckOutcome sides(Evidence evidence) {
    if (!evidence.flow().isQuiet()) {
      return CheckOutcome.skipped(BUSY);
    }
    long users = evidence.sum(Side.USERS, LearningProgress::learned);
    long movies = evidence.sum(Side.MOVIES, LearningProgress::learned);
    long dropped = evidence.sum(Side.MOVIES, LearningProgress::dropped);
    long unreadable = evidence.sum(Side.MOVIES, LearningProgress::unreadable);
    long missing = users - movies - dropped; // what was unreadable may have been somebody else's
    if (missing >= 0 && missing <= unreadable) {
      return CheckOutcome.of(List.of());
    }
    String difference =
        "%d learned by the user side, %d by the movie side and %d dropped"
            .formatted(users, movies, dropped);
    return CheckOutcome.of(List.of(new Finding("all partitions", difference)));
  }

  /** Each event has one offset in ratings: whoever took in more events took some of them twice. */
  private static CheckOutcome takenIn(Evidence evidence) {
    if (evidence.sum(Side.USERS, LearningProgress::truncated) > 0) {
      return CheckOutcome.skipped("ratings was cut off or created anew: offsets were given again");
    }
    Map<Integer, Long> newest = new HashMap<>();
    long sequence = 0;
    for (Evidence.Counters counters : evidence.counters().values()) {
      if (counters.sources().isEmpty() && counters.sequence() > 0) {
        return CheckOutcome.skipped("partitions that learned nothing since an upgrade do not tell");
      }
      counters.sources().forEach((p, offset) -> newest.merge(p, offset, Math::max));
      sequence += counters.sequence();
    }
    long offsets = newest.values().stream().mapToLong(offset -> offset + 1).sum();
    if (sequence <= offsets) {
      return CheckOutcome.of(List.of());
    }
    if (!newest.keySet().containsAll(evidence.background().rated())) {
      return CheckOutcome.skipped(
          "of a partition of ratings nothing was taken in since an upgrade");
    }
    String problem = "%d events taken in, %d in ratings until then".formatted(sequence, offsets);
    return CheckOutcome.of(List.of(new Finding("all partitions", problem)));
  }

  private record Place(int partition, long sequence) {
    @Override
    public String toString() {
      return "number " + sequence + " of partition " + partition;
    }
  }

  private static CheckOutcome sequences(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    Map<Place, String> seen = new HashMap<>();
    evidence
        .ratings()
        .forEach(
            (user, rated) ->
                rated.forEach(
                    (movie, rating) -> {
                      String what = "user " + user + " movie " + movie;
                      Place place = new Place(rating.partition(), rating.sequence());
                      String other = seen.putIfAbsent(place, what);
                      long newest = newest(evidence, rating.partition());
                      if (other != null) {
                        findings.add(
                            new Finding(what, "has %s, as has %s".formatted(place, other)));
                      } else if (rating.sequence() > newest) {
                        findings.add(
                            new Finding(what, "has %s, the newest is %d".formatted(place, newest)));
                      }
                    }));
    return CheckOutcome.of(findings);
  }

  private static long newest(Evidence evidence, int partition) {
    Evidence.Counters counters = evidence.counters().get(partition);
    return counters == null ? 0 : counters.sequence();
  }

  /**
   * Steps of the live generation. A user who began after the snapshot started afresh, and the
   * snapshot's steps of the one before are on the movie side alone.
   */
  private static CheckOutcome steps(Evidence evidence) {
    if (!evidence.flow().isQuiet() || !evidence.isAdopted()) {
      return CheckOutcome.skipped(unsettled(evidence));
    }
    long forgotten = evidence.sum(Side.USERS, LearningProgress::forgotten);
    if (forgotten > 0) {
      return CheckOutcome.skipped(
          "users were forgotten (%d events): their steps are on the movie side alone"
              .formatted(forgotten));
    }
    int live = evidence.live();
    long users = 0;
    for (User user : evidence.users().values()) {
      users += stepsIn(live, user.factors());
    }
    long movies = 0;
    for (Evidence.KnownMovie movie : evidence.movies().values()) {
      movies += stepsIn(live, movie.factors());
    }
    long ahead =
        evidence.sum(Side.MOVIES, LearningProgress::refused)
            + evidence.sum(Side.MOVIES, LearningProgress::unreadable);
    long behind = evidence.sum(Side.USERS, LearningProgress::refused) + leftBehind(evidence, live);
    if (users - movies <= ahead && movies - users <= behind) {
      return CheckOutcome.of(List.of());
    }
    String problem = "%d steps of users, %d of movies".formatted(users, movies);
    return CheckOutcome.of(List.of(new Finding("generation " + live, problem)));
  }

  private static int stepsIn(int generation, @org.jspecify.annotations.Nullable Shape factors) {
    return factors == null || factors.generation() != generation ? 0 : factors.steps();
  }

  private static long leftBehind(Evidence evidence, int generation) {
    Map<Integer, Long> snapshot = evidence.snapshots().getOrDefault(generation, Map.of());
    long steps = 0;
    for (Evidence.PublishedFactors trained : evidence.trained()) {
      if (trained.side() == Side.USERS && trained.factors().generation() == generation) {
        long newest = snapshot.getOrDefault(trained.partition(), 0L);
        steps += isIn(evidence, trained.id(), newest) ? 0 : trained.factors().steps();
      }
    }
    return steps;
  }

  /** Where it is not known when the user began, ratings tell: that none is as old may be a sign. */
  private static boolean isIn(Evidence evidence, String userId, long snapshot) {
    User user = evidence.users().get(userId);
    return (user != null && user.startedAt() > 0)
        ? user.startedAt() <= snapshot
        : evidence.ratings().getOrDefault(userId, Map.of()).values().stream()
            .anyMatch(rating -> rating.stands() && rating.sequence() <= snapshot);
  }

  static String unsettled(Evidence evidence) {
    return evidence.flow().isQuiet()
        ? "generation " + evidence.live() + " is not adopted everywhere"
        : BUSY;
  }
}
