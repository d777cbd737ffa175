package dev.freshet.online;

/**
 * A learning rate that falls with the number of steps already taken:
 *
 * <pre>rate(n) = max(floor, first / (1 + decay · n))</pre>
 *
 * With {@code decay = first = 1/(s+1)} this is {@code 1/(s + n + 1)}: a running mean that counts
 * the start value as {@code s} ratings. The floor keeps it awake for changes of taste.
 *
 * @param first rate of the first step, positive
 * @param decay how fast the rate falls per step; 0 for a constant rate
 * @param floor the rate never falls below this, at most {@code first}
 */
public record StepSize(float first, float decay, float floor) {

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if they do not hold
   */
  public StepSize {
    if (!(first > 0 && first <= Float.MAX_VALUE)
        || !(decay >= 0 && decay <= Float.MAX_VALUE)
        || !(floor >= 0 && floor <= first)) {
      throw new IllegalArgumentException(
          "a step size needs first > 0, decay >= 0 and 0 <= floor <= first, got "
              + ("first " + first + ", decay " + decay + ", floor " + floor));
    }
  }

  /** One rate for every step. */
  public static StepSize constant(float rate) {
    return new StepSize(rate, 0, rate);
  }

  /** The rate after {@code steps} steps. */
  public float at(int steps) {
    return Math.max(floor, first / (1 + decay * steps));
  }
}
