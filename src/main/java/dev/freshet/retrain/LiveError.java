package dev.freshet.retrain;

import dev.freshet.wire.ErrorSums;
import java.util.Locale;

/**
 * The live model's error beside that of biases alone on the same ratings: levels swing with the
 * users who come, the ratio much less.
 *
 * <pre>
 *   d_i = e_i − b_i, squared errors of model and biases
 *   ratio = Σe / Σb = 1 + mean(d) / mean(b)
 *   its standard error ≈ √(Σ(d_i − mean(d))² / (n − 1) / n) / mean(b)
 * </pre>
 *
 * The noise of mean(b) itself is left out: it counts (ratio − 1) times only.
 *
 * @param ratio of mean squared errors; NaN without an error of biases to compare with
 * @param error standard error of the ratio; not finite for fewer than two ratings
 * @param ratings number of them
 */
record LiveError(double ratio, double error, long ratings) {

  /** The live error over the ratings of these sums. */
  static LiveError of(ErrorSums sums) {
    long n = sums.ratings();
    double difference = sums.squaredError() - sums.squaredErrorBaseline();
    double variance = (sums.squaredDifference() - difference * difference / n) / (n - 1);
    double meanBaseline = sums.squaredErrorBaseline() / n;
    return new LiveError(
        sums.squaredError() / sums.squaredErrorBaseline(),
        n < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(Math.max(0, variance) / n) / meanBaseline,
        n);
  }

  /** RMSE of the model over that of biases alone. */
  double relative() {
    return Math.sqrt(ratio);
  }

  /**
   * Whether this is worse than {@code before} by more than a share of the relative error and by
   * more than chance. Never, where there is nothing to compare.
   *
   * @param share allowed, of the relative RMSE
   * @param z standard errors of the difference of the two ratios
   */
  boolean isWorseThan(LiveError before, float share, float z) {
    return relative() > before.relative() * (1 + (double) share)
        && ratio - before.ratio > z * Math.hypot(error, before.error);
  }

  /** Both in one sentence. */
  String against(LiveError before, String when) {
    return String.format(
        Locale.ROOT,
        "over %,d ratings the live error is %.4f of that of biases alone, against %.4f %s: %+.1f%%",
        ratings,
        relative(),
        before.relative(),
        when,
        100 * (relative() / before.relative() - 1));
  }
}
