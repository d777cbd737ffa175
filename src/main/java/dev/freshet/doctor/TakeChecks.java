package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.Taken;
import dev.freshet.online.MovieTakes.HalfLife;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Takes are counted exactly once, each by its weight: the matrix says what the counts must be. */
final class TakeChecks {

  static final List<Check> ALL =
      List.of(
          new Check("take-counts", "each take is counted once", TakeChecks::counts),
          new Check("take-weights", "each take counts what it weighs", TakeChecks::weights));

  /** What sums of many floats may differ by, as a share, and where they are nearly nothing. */
  private static final double ROUNDING = .01;

  private TakeChecks() {}

  private static CheckOutcome counts(Evidence evidence) {
    if (!evidence.flow().isQuiet()) {
      return CheckOutcome.skipped(CountChecks.BUSY);
    }
    Map<String, Integer> taken = differences(evidence);
    if (taken.values().stream().mapToInt(Math::abs).sum() <= unreadable(evidence)) {
      return CheckOutcome.of(List.of());
    }
    List<Finding> findings = new ArrayList<>();
    taken.forEach(
        (movie, difference) -> {
          if (difference != 0) {
            KnownMovie known = evidence.movies().get(movie);
            int counted = known == null ? 0 : known.takes();
            String problem = counted + " takes, " + (counted + difference) + " in the matrix";
            findings.add(new Finding("movie " + movie, problem));
          }
        });
    return CheckOutcome.of(findings);
  }

  /** Sums with the half-life of a year, as of the newest take that a movie ever had. */
  private static CheckOutcome weights(Evidence evidence) {
    if (!evidence.flow().isQuiet()) {
      return CheckOutcome.skipped(CountChecks.BUSY);
    }
    Map<String, Integer> taken = differences(evidence);
    Map<String, Double> weights = new HashMap<>();
    for (Map<String, MatrixRating> rated : evidence.ratings().values()) {
      rated.forEach(
          (id, rating) -> {
            KnownMovie movie = evidence.movies().get(id);
            Taken take = rating.taken();
            if (movie != null && take != null) {
              double weight = take.weight() * HalfLife.YEAR.growth(take.time() - movie.newest());
              weights.merge(id, weight, Double::sum);
            }
          });
    }
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, KnownMovie> movie : new TreeMap<>(evidence.movies()).entrySet()) {
      double counted = movie.getValue().weight();
      double expected = weights.getOrDefault(movie.getKey(), 0.0);
      boolean isComplete = taken.getOrDefault(movie.getKey(), 0) == 0; // else the counts say so
      if (isComplete && !(Math.abs(counted - expected) <= tolerance(movie.getValue(), expected))) {
        String problem =
            String.format(Locale.ROOT, "takes weigh %.3f, %.3f in the matrix", counted, expected);
        findings.add(new Finding("movie " + movie.getKey(), problem));
      }
    }
    boolean mayBeUnreadable = findings.size() <= unreadable(evidence);
    return CheckOutcome.of(mayBeUnreadable ? List.of() : findings);
  }

  /** Each take rounds the sum to a float once. */
  private static double tolerance(KnownMovie movie, double expected) {
    double largest = Math.max(movie.weight(), expected);
    return ROUNDING * (1 + largest) + movie.takes() * Math.ulp((float) largest);
  }

  /** By movie: takes in the matrix less those that are counted. */
  private static Map<String, Integer> differences(Evidence evidence) {
    Map<String, Integer> taken = new TreeMap<>();
    evidence.movies().forEach((movie, known) -> taken.put(movie, -known.takes()));
    for (Map<String, MatrixRating> rated : evidence.ratings().values()) {
      rated.forEach(
          (movie, rating) -> taken.merge(movie, rating.taken() == null ? 0 : 1, Integer::sum));
    }
    return taken;
  }

  /** What was set aside: it may have been a take each. */
  private static long unreadable(Evidence evidence) {
    return evidence.sum(Side.USERS, LearningProgress::unreadable)
        + evidence.sum(Side.MOVIES, LearningProgress::unreadable);
  }
}
