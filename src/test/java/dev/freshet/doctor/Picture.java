package dev.freshet.doctor;

import dev.freshet.doctor.Evidence.Counters;
import dev.freshet.doctor.Evidence.Flow;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.PublishedFactors;
import dev.freshet.doctor.Evidence.Shape;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A healthy system of two partitions in generation 1, of whose five ratings the snapshot contained
 * three; a test changes what it wants to see broken.
 *
 * <pre>
 * ada (partition 0)   heat 1, alien 2, after the snapshot: jaws 3
 * ben (partition 1)   heat 1, after it: alien 2
 * </pre>
 */
final class Picture {

  static final int BOUND = 100;

  final Map<String, User> users = new TreeMap<>();
  final Map<String, Map<String, MatrixRating>> ratings = new HashMap<>();
  final Map<Integer, Counters> counters = new HashMap<>();
  final Map<String, KnownMovie> movies = new TreeMap<>();
  final Map<Integer, Integer> marks = new HashMap<>(Map.of(0, 1, 1, 1));
  final Map<String, Listed> lists = new TreeMap<>();
  final Set<String> catalogue = new HashSet<>(Set.of("heat", "alien", "jaws", "brazil"));
  final Map<String, LearningProgress> reports = new TreeMap<>();
  final List<Checkpoint> checkpoints = new ArrayList<>(List.of(checkpoint(1, Fate.PROMOTED)));
  final List<PublishedFactors> trained = new ArrayList<>();
  final Map<Integer, Map<Integer, Long>> snapshots = new HashMap<>();
  final List<String> unreadable = new ArrayList<>();
  Background background = new Background(true, Set.of(0), Duration.ZERO);
  Flow flow = new Flow(true, true, 0, BOUND, 7, List.of());

  Picture() {
    users.put("ada", new User(0, 3, false, factors(1, 3)));
    users.put("ben", new User(1, 2, false, factors(1, 2)));
    rate("ada", 0, "heat", 1);
    rate("ada", 0, "alien", 2);
    rate("ada", 0, "jaws", 3);
    rate("ben", 1, "heat", 1);
    rate("ben", 1, "alien", 2);
    counters.put(0, new Counters(1, 1, 3, Map.of(0, 3L)));
    counters.put(1, new Counters(1, 1, 2, Map.of(0, 4L)));
    movies.put("heat", new KnownMovie(0, factors(1, 2)));
    movies.put("alien", new KnownMovie(1, factors(1, 2)));
    movies.put("jaws", new KnownMovie(1, factors(1, 1)));
    lists.put("ada", new Listed(1, List.of("brazil")));
    lists.put("ben", new Listed(1, List.of("jaws", "brazil")));
    report(Side.USERS, 0, 1, 3, 0, 0, 0);
    report(Side.USERS, 1, 1, 2, 0, 0, 0);
    report(Side.MOVIES, 0, 1, 2, 0, 0, 0);
    report(Side.MOVIES, 1, 1, 2, 0, 0, 1);
    trained.add(new PublishedFactors(Side.USERS, 0, "ada", factors(1, 2)));
    trained.add(new PublishedFactors(Side.USERS, 1, "ben", factors(1, 1)));
    trained.add(new PublishedFactors(Side.MOVIES, 0, "heat", factors(1, 2)));
    trained.add(new PublishedFactors(Side.MOVIES, 1, "alien", factors(1, 1)));
    snapshots.put(1, new HashMap<>(Map.of(0, 2L, 1, 1L)));
  }

  static Shape factors(int generation, int steps) {
    return new Shape(generation, steps, 32, true);
  }

  static Checkpoint checkpoint(int generation, Fate fate) {
    return new Checkpoint(
        generation,
        new Checkpoint.Decision(fate, "", 0),
        new Checkpoint.Lineage(0, null),
        3,
        Checkpoint.Judgement.NONE,
        Checkpoint.Seconds.NONE,
        List.of());
  }

  void rate(String user, int partition, String movie, long sequence) {
    ratings
        .computeIfAbsent(user, id -> new HashMap<>())
        .put(movie, new MatrixRating(partition, sequence, true));
  }

  /** What a partition reported, the last four counts of the columns that matter here. */
  void report(
      Side side,
      int partition,
      int generation,
      long learned,
      long forgotten,
      long refused,
      long dropped) {
    reports.put(
        side + "-" + partition,
        new LearningProgress(
            side,
            partition,
            generation,
            learned,
            learned,
            0,
            0,
            0,
            forgotten,
            refused,
            dropped,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            ErrorSums.NONE,
            List.of()));
  }

  /** What a partition reported of ratings that were learned again in its generation. */
  void reportAgain(Side side, int partition, long again) {
    reports.computeIfPresent(side + "-" + partition, (key, r) -> with(r, again, r.truncated()));
  }

  /** A partition found a source cut off or created anew so often. */
  void truncated(Side side, int partition, long times) {
    reports.computeIfPresent(
        side + "-" + partition, (key, r) -> with(r, r.reappliedInGeneration(), times));
  }

  private static LearningProgress with(LearningProgress r, long again, long truncated) {
    return new LearningProgress(
        r.side(),
        r.partition(),
        r.generation(),
        r.sequence(),
        r.learned(),
        r.unchanged(),
        r.late(),
        r.retracted(),
        r.forgotten(),
        r.refused(),
        r.dropped(),
        r.reapplied(),
        r.droppedReapplied(),
        r.squaredError(),
        r.squaredErrorBaseline(),
        r.squaredErrorMean(),
        r.squaredDifference(),
        r.unreadable(),
        again,
        r.repeated(),
        truncated,
        0,
        ErrorSums.NONE,
        r.lists());
  }

  /** What a partition reported of records that it could not read. */
  void reportUnreadable(Side side, int partition, long unreadable) {
    reports.computeIfPresent(
        side + "-" + partition,
        (key, r) ->
            new LearningProgress(
                side,
                partition,
                r.generation(),
                r.sequence(),
                r.learned(),
                r.unchanged(),
                r.late(),
                r.retracted(),
                r.forgotten(),
                r.refused(),
                r.dropped(),
                r.reapplied(),
                r.droppedReapplied(),
                r.squaredError(),
                r.squaredErrorBaseline(),
                r.squaredErrorMean(),
                r.squaredDifference(),
                unreadable,
                r.reappliedInGeneration(),
                r.repeated(),
                r.truncated(),
                0,
                ErrorSums.NONE,
                r.lists()));
  }

  void flow(boolean isStill, boolean isTakenIn, long waiting) {
    flow = new Flow(isStill, isTakenIn, waiting, BOUND, 7, List.of());
  }

  Evidence evidence() {
    return new Evidence(
        2,
        users,
        ratings,
        counters,
        movies,
        marks,
        lists,
        catalogue,
        reports.values(),
        checkpoints,
        trained,
        snapshots,
        unreadable,
        background,
        flow);
  }
}
