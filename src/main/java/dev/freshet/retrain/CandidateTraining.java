package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.LikedTable;
import dev.freshet.train.TrainingException;
import dev.freshet.train.models.FactorFit;
import dev.freshet.train.models.RankingFit;
import dev.freshet.train.models.StartFactors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Trains a candidate by Adam from all but the newest ratings: the older of those choose the epoch,
 * the newest judge it. Both are then learned one by one, as the live model would, so that the
 * candidate contains the whole matrix.
 */
public final class CandidateTraining {

  private CandidateTraining() {}

  /**
   * Settings of the training.
   *
   * @param validation share of the ratings that chooses the epoch
   * @param least ratings of a user or movie for what was trained to count
   * @param seed of start values and shuffles
   * @param threads that share a batch
   * @param share of the time that these work at least; more while cores are free
   * @param factors fits the factors that a candidate starts from
   * @param ranking fits the vectors of its ranking head
   */
  public record Settings(
      float validation,
      int least,
      long seed,
      int threads,
      float share,
      FactorTraining factors,
      RankingTraining ranking) {

    /** Settings that fit the factors by Adam. */
    public Settings(float validation, int least, long seed, int threads, float share) {
      this(validation, least, seed, threads, share, FactorTraining.ADAM, RankingTraining.ADAM);
    }

    /** A copy with factors from another training. */
    public Settings with(FactorTraining other) {
      return new Settings(validation, least, seed, threads, share, other, ranking);
    }

    /** A copy with vectors from another training. */
    public Settings with(RankingTraining other) {
      return new Settings(validation, least, seed, threads, share, factors, other);
    }

    /** How many of the ratings before {@code judgedFrom} are trained on; the others validate. */
    int trained(int judgedFrom) {
      return judgedFrom - Math.round(validation * judgedFrom);
    }

    /** The defaults. */
    public static Settings defaults() {
      return new Settings(.05f, 10, 1, 1, .1f);
    }
  }

  /**
   * Trains on the ratings before {@code judgedFrom}.
   *
   * @param known gives factors to begin from that know none of the ratings from {@link
   *     Settings#trained} on; gives null for none
   * @param stop asked between batches: true ends training early; what is best so far counts
   * @throws TrainingException if nothing can be learned from them, or not what the live model takes
   */
  static Candidate train(
      RatingMatrix matrix,
      int judgedFrom,
      OnlineSgd sgd,
      int generation,
      Settings settings,
      Supplier<@Nullable StartFactors> known,
      Kernels kernels,
      BooleanSupplier stop) {
    int trained = settings.trained(judgedFrom);
    Fitting fitting = new Fitting(settings.seed(), settings.threads(), kernels, epoch -> {}, stop);
    FactorFit fit = settings.factors().fit(matrix, trained, judgedFrom, sgd, known, fitting);
    requireShape(fit, matrix, sgd.settings().rank());
    Candidate candidate = Candidate.of(matrix, sgd, generation, fit, trained, settings.least());
    for (int i = trained; i < judgedFrom; i++) {
      candidate.learn(i);
    }
    return candidate;
  }

  /**
   * Fits the vectors of the ranking head to what was liked among the oldest rows of the takes.
   *
   * @param until number of these
   * @param stop asked between batches: true ends training early
   * @return null where too little was liked
   */
  static @Nullable RankingFit ranking(
      RatingMatrix matrix,
      int until,
      Scale scale,
      Settings settings,
      Kernels kernels,
      BooleanSupplier stop) {
    Fitting fitting = new Fitting(settings.seed(), settings.threads(), kernels, epoch -> {}, stop);
    LikedTable liked =
        matrix.takes().liked(matrix.userIds().size(), matrix.movieIds().size(), until, scale);
    return settings.ranking().fit(liked, fitting);
  }

  private static void requireShape(FactorFit fit, RatingMatrix matrix, int rank) {
    boolean fits =
        isOf(fit.users(), matrix.userIds().size(), rank)
            && isOf(fit.movies(), matrix.movieIds().size(), rank)
            && isOf(fit.userBias(), matrix.userIds().size(), 1)
            && isOf(fit.movieBias(), matrix.movieIds().size(), 1);
    if (!fits) {
      throw new TrainingException(
          "factors of rank %d for %d users and %d movies, not of rank %d for %d and %d"
              .formatted(
                  fit.users().numCols,
                  fit.users().numRows,
                  fit.movies().numRows,
                  rank,
                  matrix.userIds().size(),
                  matrix.movieIds().size()));
    }
  }

  private static boolean isOf(FMatrixRMaj factors, int rows, int columns) {
    return factors.numRows == rows && factors.numCols == columns;
  }
}
