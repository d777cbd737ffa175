package dev.freshet.train;

import dev.freshet.autodiff.Kernels;
import dev.freshet.autodiff.StepClock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all models while one is fitted.
 *
 * @param seed of start values, shuffles and dropout
 * @param threads number of tapes that share a batch; with 1 the numbers are the same to the bit
 * @param kernels for dense products
 * @param onEpoch is told after each epoch
 * @param stop asked between batches: true ends training, the best epoch so far counts
 * @param clock measures the operations of the first part of each batch; null for none
 */
public record Fitting(
    long seed,
    int threads,
    Kernels kernels,
    Consumer<Epoch> onEpoch,
    BooleanSupplier stop,
    @Nullable StepClock clock) {

  /** A fitting without a clock. */
  public Fitting(
      long seed, int threads, Kernels kernels, Consumer<Epoch> onEpoch, BooleanSupplier stop) {
    this(seed, threads, kernels, onEpoch, stop, null);
  }

  /**
   * One pass over the examples.
   *
   * @param number from 1
   * @param of most epochs there will be
   * @param loss mean per rating over the epoch, regularisation included
   * @param validationError RMSE on the validation part (1 − recall@20 for models that only rank);
   *     NaN where there is none
   * @param seconds of training, without validation
   */
  public record Epoch(int number, int of, double loss, double validationError, double seconds) {}
}
