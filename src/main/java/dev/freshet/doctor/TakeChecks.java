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
import org.jspecify.annotations.Nullable;

/** Takes are counted exactly once, each by its weight: the matrix says what the counts must be. */
final class TakeChecks {

  static final List<Check> ALL =
      List.of(
          new Check("take-counts", "each take is counted once", TakeChecks::counts),
          new Check("take-weights", "each take counts what it weighs", TakeChecks::weights));

  private static final List<HalfLife> HALF_LIVES = List.of(HalfLife.values());

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

  /** Sums with each half-life, as of the newest take that a movie ever had. */
  private static CheckOutcome weights(Evidence evidence) {
    if (!evidence.flow().isQuiet()) {
      return CheckOutcome.skipped(CountChecks.BUSY);
    }
    Map<String, Integer> taken = differences(evidence);
    Map<String, double[]> weights = new HashMap<>();
    for (Map<String, MatrixRating> rated : evidence.ratings().values()) {
      rated.forEach(
          (id, rating) -> {
            KnownMovie movie = evidence.movies().get(id);
            Taken take = rating.taken();
            if (movie != null && take != null) {
              add(take, movie, weights.computeIfAbsent(id, first -> new double[HALF_LIVES.size()]));
            }
          });
    }
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, KnownMovie> movie : new TreeMap<>(evidence.movies()).entrySet()) {
      double[] expected = weights.getOrDefault(movie.getKey(), new double[HALF_LIVES.size()]);
      boolean isComplete = taken.getOrDefault(movie.getKey(), 0) == 0; // else the counts say so
      @Nullable String problem = isComplete ? difference(movie.getValue(), expected) : null;
      if (problem != null) {
        findings.add(new Finding("movie " + movie.getKey(), problem));
      }
    }
    boolean mayBeUnreadable = findings.size() <= unreadable(evidence);
    return CheckOutcome.of(mayBeUnreadable ? List.of() : findings);
  }

  private static void add(Taken take, KnownMovie of, double[] sums) {
    for (int h = 0; h < sums.length; h++) {
      sums[h] += take.weight() * HALF_LIVES.get(h).growth(take.time() - of.newest());
    }
  }

  /** The longest half-life of which the sum differs, in words; null where none does. */
  private static @Nullable String difference(KnownMovie movie, double[] expected) {
    for (int h = expected.length - 1; h >= 0; h--) {
      double counted = movie.weights().get(h);
      if (!(Math.abs(counted - expected[h]) <= tolerance(movie.takes(), counted, expected[h]))) {
        return String.format(
            Locale.ROOT,
            "takes weigh %.3f by the %s, %.3f in the matrix",
            counted,
            HALF_LIVES.get(h).name().toLowerCase(Locale.ROOT),
            expected[h]);
      }
    }
    return null;
  }

  /** Each take rounds the sum to a float once. */
  private static double tolerance(int takes, double counted, double expected) {
    double largest = Math.max(counted, expected);
    return ROUNDING * (1 + largest) + takes * Math.ulp((float) largest);
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
