package dev.freshet.retrain;

import java.time.Duration;

/**
 * How long to wait after failures that follow each other: twice as long with each, up to a bound.
 *
 * <pre>
 *   wait(n) = min(first · 2^(n − 1), most),   wait(0) = 0
 * </pre>
 *
 * @param first wait after one failure
 * @param most the longest wait
 */
record Backoff(Duration first, Duration most) {

  /** Waits between candidates: each reads the whole matrix. */
  static final Backoff OF_CANDIDATES = new Backoff(Duration.ofMinutes(1), Duration.ofHours(6));

  /** Waits between attempts to reach Kafka. */
  static final Backoff OF_TERMS = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

  /** The whole wait after so many failures. */
  Duration after(int failures) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    double wait = first.toMillis() * Math.pow(2, failures - 1);
    return Duration.ofMillis((long) Math.min(wait, (double) most.toMillis()));
  }

  /**
   * What is left of the wait. A failure that lies in the future was noted by another clock: its
   * wait begins now, so that no clock delays by more than the wait itself. Ask once for each
   * failure: asked again, such a wait would begin again.
   *
   * @param at when the newest failed, milliseconds since the epoch
   * @param now milliseconds since the epoch
   */
  Duration left(int failures, long at, long now) {
    Duration wait = after(failures);
    long passed = Math.max(0, now - at);
    return passed >= wait.toMillis() ? Duration.ZERO : wait.minusMillis(passed);
  }
}
