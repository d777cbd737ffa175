package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.model.OnlineSgd;
import dev.freshet.train.FactorFit;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import java.util.function.BooleanSupplier;

/**
 * Trains a candidate by Adam from all but the newest ratings: the older of those choose the epoch,
 * the newest judge it. Both are then learned one by one, as the live model would, so that the
 * candidate contains the whole matrix.
 */
public final class CandidateTraining {

  private CandidateTraining() {}

  /**
   * How.
   *
   * @param validation share of the ratings that chooses the epoch
   * @param least ratings of a user or movie for what was trained to count
   * @param seed of start values and shuffles
   * @param threads that share a batch
   */
  public record Settings(float validation, int least, long seed, int threads) {
    /** The defaults. */
    public static Settings defaults() {
      return new Settings(.05f, 10, 1, 1);
    }
  }

  /**
   * Trains on the ratings before {@code judgedFrom}.
   *
   * @param stop true ends training early; what is best so far counts
   */
  static Candidate train(
      RatingMatrix matrix,
      int judgedFrom,
      OnlineSgd sgd,
      int generation,
      Settings settings,
      Kernels kernels,
      BooleanSupplier stop) {
    int trained = judgedFrom - Math.round(settings.validation() * judgedFrom);
    RatingTable train = matrix.table(0, trained, sgd.scale());
    RatingTable validation = matrix.table(trained, judgedFrom, sgd.scale());
    Fitting fitting = new Fitting(settings.seed(), settings.threads(), kernels, epoch -> {}, stop);
    FactorFit fit = FactorFit.of(sgd.settings().rank(), train, validation, fitting);
    Candidate candidate = Candidate.of(matrix, sgd, generation, fit, trained, settings.least());
    for (int i = trained; i < judgedFrom; i++) {
      candidate.learn(i);
    }
    return candidate;
  }
}
