package dev.freshet.metrics;

/**
 * Root mean squared error over the newest {@code window} predictions: √(Σ (p − r)² / n), n ≤
 * window.
 *
 * <p>A ring of squared errors and their running sum: O(1) for each prediction, safe for any number
 * of threads. Adding and subtracting drifts by rounding, so the sum is taken anew from the ring
 * each time it has gone round, which costs one addition more per prediction. That also heals the
 * sum once a prediction that was not a number has left the ring; until then the result is NaN, to
 * be seen.
 */
public final class SlidingRmse {

  private final double[] squares;
  private int next;
  private int filled;
  private double sum;

  /** A window of that many predictions, at least 1. */
  public SlidingRmse(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1, not " + window);
    }
    squares = new double[window];
  }

  /** Adds one prediction and what the rating was. */
  public synchronized void add(float prediction, float rating) {
    double error = (double) prediction - rating;
    double square = error * error;
    sum += square - squares[next];
    squares[next] = square;
    filled = Math.max(filled, ++next);
    if (next == squares.length) {
      next = 0;
      sum = sumOfRing();
    }
  }

  /** The error over the window, NaN while it is empty. */
  public synchronized double value() {
    return Math.sqrt(Math.max(0, sum) / filled);
  }

  /** How many predictions the window holds, at most its size. */
  public synchronized int count() {
    return filled;
  }

  private double sumOfRing() {
    double total = 0;
    for (double square : squares) {
      total += square;
    }
    return total;
  }
}
