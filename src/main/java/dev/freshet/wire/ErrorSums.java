package dev.freshet.wire;

/**
 * Sums over ratings, each predicted before it was learned: how well the live model did beside
 * biases alone on the same ratings. Differences of two totals are sums over what came between.
 *
 * <pre>
 *   e = (rating − prediction)²      b = (rating − baseline)²
 * </pre>
 *
 * @param ratings number of them
 * @param squaredError Σ e
 * @param squaredErrorBaseline Σ b
 * @param squaredDifference Σ (e − b)²: tells how far chance moves the other two apart
 */
public record ErrorSums(
    long ratings, double squaredError, double squaredErrorBaseline, double squaredDifference) {

  /** The sums over no rating. */
  public static final ErrorSums NONE = new ErrorSums(0, 0, 0, 0);

  /** The sums over these ratings and the others. */
  public ErrorSums plus(ErrorSums others) {
    return new ErrorSums(
        ratings + others.ratings,
        squaredError + others.squaredError,
        squaredErrorBaseline + others.squaredErrorBaseline,
        squaredDifference + others.squaredDifference);
  }

  /** The sums over what came since {@code then}, an earlier total. */
  public ErrorSums since(ErrorSums then) {
    return new ErrorSums(
        ratings - then.ratings,
        squaredError - then.squaredError,
        squaredErrorBaseline - then.squaredErrorBaseline,
        squaredDifference - then.squaredDifference);
  }

  /** RMSE of the model over that of biases alone: √(Σe / Σb); NaN without ratings. */
  public double relative() {
    return Math.sqrt(squaredError / squaredErrorBaseline);
  }
}
