package dev.freshet.train.models;

import dev.freshet.train.Diverged;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits biased-mf or hybrid-mf, whose factors a live system can go on with: r̂ = mean + b_u + b_m +
 * p_u·q_m.
 *
 * @param users users × rank
 * @param movies movies × rank
 * @param userBias users × 1
 * @param movieBias movies × 1
 * @param mean of the training ratings
 * @param genres genres × rank, where a movie's factors are its own and the mean of its genres', so
 *     that few ratings suffice; null for biased-mf
 * @param genreBias genres × 1; null for biased-mf
 * @param warm whether training began from factors that were known
 * @param epochs that ran
 * @param bestEpoch whose values these are
 */
public record FactorFit(
    FMatrixRMaj users,
    FMatrixRMaj movies,
    FMatrixRMaj userBias,
    FMatrixRMaj movieBias,
    float mean,
    @Nullable FMatrixRMaj genres,
    @Nullable FMatrixRMaj genreBias,
    boolean warm,
    List<Fitting.Epoch> epochs,
    int bestEpoch) {

  private static final Logger LOG = LoggerFactory.getLogger(FactorFit.class);

  /** What the model's own L2 is multiplied by, one after the other; validation chooses. */
  private static final float[] L2_FACTORS = {1, .2f};

  /** One way to fit: a model and its settings. */
  private interface Attempt {
    Trained fit(
        RatingTable train, RatingTable validation, @Nullable StartFactors known, Fitting fitting);
  }

  /**
   * Fits biased-mf, and hybrid-mf where genres are known, once for each of several strengths of L2.
   * The best of these is fitted once more from what is known already. The fit with the lowest
   * validation error is kept. How much a row of factors can hold, and how much genres say, differs
   * more between catalogues than anything else.
   *
   * @param rank length of the factors
   * @param known gives factors that did not learn the validation part; asked once, gives null for
   *     none
   * @throws TrainingException if the data cannot be learned from, or the loss diverged
   */
  public static FactorFit of(
      int rank,
      RatingTable train,
      RatingTable validation,
      Supplier<@Nullable StartFactors> known,
      Fitting fitting) {
    List<Attempt> attempts = attempts(rank, train);
    Attempt best = attempts.get(0);
    FactorFit kept = of(best.fit(train, validation, null, fitting), false);
    for (Attempt attempt : attempts.subList(1, attempts.size())) {
      if (!fitting.stop().getAsBoolean()) {
        FactorFit fit = of(attempt.fit(train, validation, null, fitting), false);
        if (fit.error() < kept.error()) {
          kept = fit;
          best = attempt;
        }
      }
    }
    StartFactors start = fitting.stop().getAsBoolean() ? null : known.get();
    if (start == null) {
      return kept;
    }
    FactorFit warm = warm(best, train, validation, start, fitting);
    return warm != null && warm.error() < kept.error() ? warm : kept;
  }

  /** What was published may be anything: null if nothing can be learned from there on. */
  private static @Nullable FactorFit warm(
      Attempt attempt,
      RatingTable train,
      RatingTable validation,
      StartFactors start,
      Fitting fitting) {
    try {
      return of(attempt.fit(train, validation, start, fitting), true);
    } catch (Diverged e) {
      LOG.warn("what began from known factors does not count: {}", e.getMessage());
      return null;
    }
  }

  private static List<Attempt> attempts(int rank, RatingTable train) {
    List<Attempt> all = new ArrayList<>();
    BiasedMf biased = new BiasedMf();
    HybridMf hybrid = new HybridMf();
    for (float factor : L2_FACTORS) {
      BiasedMf.Settings settings = biased.defaults(train).with(rank, factor);
      all.add(
          (t, validation, known, fitting) -> biased.fit(t, validation, settings, known, fitting));
    }
    for (float factor : train.genres().size() == 0 ? new float[0] : L2_FACTORS) {
      HybridMf.Settings settings = hybrid.defaults(train).with(rank, factor);
      all.add(
          (t, validation, known, fitting) -> hybrid.fit(t, validation, settings, known, fitting));
    }
    return all;
  }

  /** Whether it is hybrid-mf. */
  public boolean hybrid() {
    return genres != null;
  }

  /** What was fitted, for people: the model, and whether it began from known factors. */
  public String name() {
    return (hybrid() ? "hybrid-mf" : "biased-mf") + (warm ? ", warm-started" : "");
  }

  private double error() {
    return epochs.stream()
        .mapToDouble(Fitting.Epoch::validationError)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static FactorFit of(Trained trained, boolean warm) {
    return new FactorFit(
        tensor(trained, "users"),
        tensor(trained, "movies"),
        tensor(trained, "user_bias"),
        tensor(trained, "movie_bias"),
        tensor(trained, "mean").get(0, 0),
        trained.tensors().get("genres"),
        trained.tensors().get("genre_bias"),
        warm,
        trained.epochs(),
        trained.bestEpoch());
  }

  private static FMatrixRMaj tensor(Trained trained, String name) {
    return Objects.requireNonNull(trained.tensors().get(name));
  }
}
