package dev.freshet.retrain;

import dev.freshet.online.OnlineSgd;
import dev.freshet.train.Fitting;
import dev.freshet.train.models.FactorFit;
import dev.freshet.train.models.StartFactors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fits the factors that a candidate starts from to the oldest ratings. */
@FunctionalInterface
public interface FactorTraining {

  /** Fits by Adam; the validation part chooses L2 and epoch. */
  FactorTraining ADAM =
      (matrix, trained, judgedFrom, sgd, known, fitting) ->
          FactorFit.of(
              sgd.settings().rank(),
              matrix.table(0, trained, sgd.scale()),
              matrix.table(trained, judgedFrom, sgd.scale()),
              known,
              fitting);

  /**
   * Fits factors to the oldest ratings of a matrix.
   *
   * @param matrix all ratings that stand, oldest first
   * @param trained number of the oldest, which the factors are fitted to
   * @param judgedFrom where the validation part ends, which begins at {@code trained}; the ratings
   *     from here on will judge the candidate and must not be looked at
   * @param sgd the live step, whose rank and scale the factors must have
   * @param known gives factors to begin from that know none of the ratings from {@code trained} on;
   *     gives null for none
   * @param fitting what is the same for all models
   * @return factors by the matrix's indices of users and movies
   */
  FactorFit fit(
      RatingMatrix matrix,
      int trained,
      int judgedFrom,
      OnlineSgd sgd,
      Supplier<@Nullable StartFactors> known,
      Fitting fitting);
}
