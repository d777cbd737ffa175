package dev.freshet.train;

import java.util.List;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;

/**
 * Fits the models whose factors a live system can go on with: r̂ = mean + b_u + b_m + p_u·q_m.
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

  /** The models by name, as {@link Recipes} has them. */
  public static final List<String> MODELS = List.of("biased-mf", "hybrid-mf");

  /**
   * Fits.
   *
   * @param model one of {@link #MODELS}; hybrid-mf needs genres
   * @param rank length of the factors
   * @throws TrainingException if the data cannot be learned from, or the loss diverged
   */
  public static FactorFit of(
      String model, int rank, RatingTable train, RatingTable validation, Fitting fitting) {
    Trained trained =
        switch (model) {
          case "biased-mf" -> {
            BiasedMf recipe = new BiasedMf();
            BiasedMf.Settings settings =
                recipe
                    .defaults(train)
                    .withRank(rank)
                    .withL2(Float.parseFloat(System.getProperty("l2x", "1")));
            yield recipe.fit(train, validation, settings, fitting);
          }
          case "hybrid-mf" -> {
            HybridMf recipe = new HybridMf();
            HybridMf.Settings settings = recipe.defaults(train).withRank(rank);
            yield recipe.fit(train, validation, settings, fitting);
          }
          default -> throw new TrainingException("retraining knows " + MODELS + ", not " + model);
        };
    var tensors = trained.tensors();
    return new FactorFit(
        Objects.requireNonNull(tensors.get("users")),
        Objects.requireNonNull(tensors.get("movies")),
        Objects.requireNonNull(tensors.get("user_bias")),
        Objects.requireNonNull(tensors.get("movie_bias")),
        Objects.requireNonNull(tensors.get("mean")).get(0, 0),
        trained.epochs(),
        trained.bestEpoch());
  }
}
