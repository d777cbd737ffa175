package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.train.models.StartFactors;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Retrains every tenth of the ratings and learns online between, one after the other and without
 * Kafka: what the live system should come near to.
 */
public final class HybridSimulation {

  private static final int TENTHS = 10;

  private final RatingMatrix all;
  private final Settings settings;
  private final OnlineSgd sgd;
  private final Consumer<String> say;
  private final TreeMap<Integer, Candidate> promoted = new TreeMap<>();
  private int generation;

  /**
   * What can be tried.
   *
   * @param training how candidates are trained
   * @param gate what they must prove
   * @param warm whether they begin from an earlier generation
   */
  public record Settings(CandidateTraining.Settings training, Gate.Settings gate, boolean warm) {}

  /**
   * Root mean squared errors of what was predicted for each rating before it was learned.
   *
   * @param whole over all ratings
   * @param secondHalf over the second half of them
   */
  public record HybridErrors(double whole, double secondHalf) {}

  /**
   * A simulation over a matrix of ratings, to be run once.
   *
   * @param all ratings in order; what the matrix says was predicted is written over
   * @param scale of ratings
   * @param say is told of each candidate, one line each
   */
  public HybridSimulation(RatingMatrix all, Scale scale, Settings settings, Consumer<String> say) {
    this.all = all;
    this.settings = settings;
    this.sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), scale);
    this.say = say;
  }

  /** Learns all ratings. */
  public HybridErrors run() {
    int n = all.size();
    int part = Math.max(1, n / TENTHS);
    Candidate live = Candidate.afresh(all, sgd, 0);
    for (int i = 0; i < n; i++) {
      if (i > 0 && i % part == 0 && i < n - TENTHS + 1) {
        live = retrained(i, live);
      }
      all.predicted()[i] = live.learn(i);
    }
    return new HybridErrors(rmse(0), rmse(n / 2));
  }

  /** The model that is live once a candidate of the ratings before {@code at} was judged. */
  private Candidate retrained(int at, Candidate live) {
    RatingMatrix seen =
        new RatingMatrix(
            all.userIds(),
            all.movieIds(),
            Arrays.copyOf(all.user(), at),
            Arrays.copyOf(all.movie(), at),
            Arrays.copyOf(all.rating(), at),
            Arrays.copyOf(all.predicted(), at),
            all.genres());
    int from = at - settings.gate().judged(at);
    int trained = settings.training().trained(from);
    generation++;
    long start = System.nanoTime();
    Candidate candidate =
        CandidateTraining.train(
            seen,
            from,
            sgd,
            generation,
            settings.training(),
            () -> known(promoted.floorEntry(trained)),
            Kernels.choose(null),
            () -> false);
    Gate.Verdict verdict = Gate.judge(seen, from, candidate, settings.gate());
    double seconds = (System.nanoTime() - start) * 1e-9;
    say.accept(
        String.format(
            Locale.ROOT, "%6d %.1f s %s; %s", at, seconds, verdict.reason(), candidate.recipe()));
    if (!verdict.promoted()) {
      return live;
    }
    promoted.put(at, candidate.over(all));
    return candidate.over(all);
  }

  private double rmse(int from) {
    double sum = 0;
    for (int i = from; i < all.size(); i++) {
      double error = all.rating()[i] - all.predicted()[i];
      sum += error * error;
    }
    return Math.sqrt(sum / (all.size() - from));
  }

  /** What {@link KnownFactors} would read of a generation; null for none. */
  private @Nullable StartFactors known(Map.@Nullable Entry<Integer, Candidate> from) {
    if (from == null || !settings.warm()) {
      return null;
    }
    List<String> users = all.userIds();
    List<String> movies = all.movieIds();
    StartFactors known = StartFactors.unknown(users.size(), movies.size(), sgd.settings().rank());
    from.getValue().users((id, f) -> set(known.users(), users.indexOf(id), f));
    from.getValue().movies((id, f) -> set(known.movies(), movies.indexOf(id), f));
    return known;
  }

  private void set(FMatrixRMaj to, int row, Factors factors) {
    if (row >= 0 && factors.steps() >= settings.training().least()) {
      StartFactors.set(to, row, factors.vector());
    }
  }
}
