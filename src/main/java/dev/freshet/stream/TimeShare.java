package dev.freshet.stream;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * A share of the time of one process, for work that may be left out when there is too much of it.
 * Shared by all that do such work. Thread-safe.
 */
final class TimeShare {

  private final double share;
  private final double most;
  private final LongSupplier clock;

  /** Nanoseconds that may be spent. */
  private double allowed;

  private long seen;

  /**
   * Begins with all that can be saved.
   *
   * @param share of the time that may be spent, at most
   * @param saved how much may be made up for after a pause
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  TimeShare(double share, Duration saved, LongSupplier clock) {
    this.share = share;
    this.most = saved.toNanos();
    this.clock = clock;
    this.allowed = most;
    this.seen = clock.getAsLong();
  }

  /** Does the work if there is time for it; returns what came of it, 0 if it was not done. */
  int spend(IntSupplier work) {
    if (!isAllowed()) {
      return 0;
    }
    long begin = clock.getAsLong();
    try {
      return work.getAsInt();
    } finally {
      spent(clock.getAsLong() - begin);
    }
  }

  private synchronized boolean isAllowed() {
    long now = clock.getAsLong();
    allowed = Math.min(most, allowed + share * Math.max(0, now - seen));
    seen = now;
    return allowed > 0;
  }

  private synchronized void spent(long nanos) {
    allowed -= nanos;
  }
}
