package dev.freshet.train;

import java.util.List;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;

/**
 * Fits biased-mf or hybrid-mf, whose factors a live system can go on with: r̂ = mean + b_u + b_m +
 * p_u·q_m.
 *
 * @param users users × rank
 * @param movies movies × rank
 * @param userBias users × 1
 * @param movieBias movies × 1
 * @param mean of the training ratings
 * @param hybrid whether a movie's factors are its genres' as well, so that few ratings suffice
 * @param epochs that ran
 * @param bestEpoch whose values these are
 */
public record FactorFit(
    FMatrixRMaj users,
    FMatrixRMaj movies,
    FMatrixRMaj userBias,
    FMatrixRMaj movieBias,
    float mean,
    boolean hybrid,
    List<Fitting.Epoch> epochs,
    int bestEpoch) {

  /** What the model's own L2 is multiplied by, one after the other; validation chooses. */
  private static final float[] L2_FACTORS = {1, .2f};

  /**
   * Fits biased-mf, and hybrid-mf where genres are known, each once for each of several strengths
   * of L2, and keeps what has the lowest validation error: how much a row of factors can hold, and
   * how much genres say, differs more between catalogues than anything else.
   *
   * @param rank length of the factors
   * @throws TrainingException if the data cannot be learned from, or the loss diverged
   */
  public static FactorFit of(int rank, RatingTable train, RatingTable validation, Fitting fitting) {
    Trained best = null;
    boolean[] kinds =
        train.genres().size() == 0 ? new boolean[] {false} : new boolean[] {false, true};
    for (boolean genres : kinds) {
      for (float factor : L2_FACTORS) {
        if (best == null || !fitting.stop().getAsBoolean()) {
          Trained fit =
              genres
                  ? hybrid(rank, factor, train, validation, fitting)
                  : biased(rank, factor, train, validation, fitting);
          best = best == null || error(fit) < error(best) ? fit : best;
        }
      }
    }
    return of(Objects.requireNonNull(best));
  }

  private static Trained biased(
      int rank, float factor, RatingTable train, RatingTable validation, Fitting fitting) {
    BiasedMf recipe = new BiasedMf();
    return recipe.fit(train, validation, recipe.defaults(train).with(rank, factor), fitting);
  }

  private static Trained hybrid(
      int rank, float factor, RatingTable train, RatingTable validation, Fitting fitting) {
    HybridMf recipe = new HybridMf();
    return recipe.fit(train, validation, recipe.defaults(train).with(rank, factor), fitting);
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
        trained.tensors().containsKey("genres"),
        trained.epochs(),
        trained.bestEpoch());
  }

  private static FMatrixRMaj tensor(Trained trained, String name) {
    return Objects.requireNonNull(trained.tensors().get(name));
  }
}
