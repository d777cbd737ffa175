package dev.freshet.train;

import java.util.List;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;

/**
 * Fits biased-mf, whose factors a live system can go on with: r̂ = mean + b_u + b_m + p_u·q_m.
 *
 * @param users users × rank
 * @param movies movies × rank
 * @param userBias users × 1
 * @param movieBias movies × 1
 * @param mean of the training ratings
 * @param epochs that ran
 * @param bestEpoch whose values these are
 */
public record FactorFit(
    FMatrixRMaj users,
    FMatrixRMaj movies,
    FMatrixRMaj userBias,
    FMatrixRMaj movieBias,
    float mean,
    List<Fitting.Epoch> epochs,
    int bestEpoch) {

  /** What the model's own L2 is multiplied by, one after the other; validation chooses. */
  private static final float[] L2_FACTORS = {1, .2f};

  /**
   * Fits, once for each of several strengths of L2, and keeps the one with the lowest validation
   * error: how much a row of factors can hold differs more between catalogues than anything else.
   *
   * @param rank length of the factors
   * @throws TrainingException if the data cannot be learned from, or the loss diverged
   */
  public static FactorFit of(int rank, RatingTable train, RatingTable validation, Fitting fitting) {
    Trained best = fit(rank, L2_FACTORS[0], train, validation, fitting);
    for (int i = 1; i < L2_FACTORS.length && !fitting.stop().getAsBoolean(); i++) {
      Trained other = fit(rank, L2_FACTORS[i], train, validation, fitting);
      if (error(other) < error(best)) {
        best = other;
      }
    }
    return of(best);
  }

  private static Trained fit(
      int rank, float factor, RatingTable train, RatingTable validation, Fitting fitting) {
    BiasedMf recipe = new BiasedMf();
    BiasedMf.Settings settings = recipe.defaults(train).with(rank, factor);
    return recipe.fit(train, validation, settings, fitting);
  }

  private static double error(Trained trained) {
    return trained.epochs().stream()
        .mapToDouble(Fitting.Epoch::validationError)
        .min()
        .orElse(Double.NaN);
  }

  private static FactorFit of(Trained trained) {
    return new FactorFit(
        tensor(trained, "users"),
        tensor(trained, "movies"),
        tensor(trained, "user_bias"),
        tensor(trained, "movie_bias"),
        tensor(trained, "mean").get(0, 0),
        trained.epochs(),
        trained.bestEpoch());
  }

  private static FMatrixRMaj tensor(Trained trained, String name) {
    return Objects.requireNonNull(trained.tensors().get(name));
  }
}
