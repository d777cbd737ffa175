package dev.freshet.stream;

import java.time.Duration;

/**
 * Whether a partition has a backlog: more ratings wait than were learned in the last seconds. Told
 * by offsets alone: the clocks of producers and of other instances tell nothing. Not thread-safe.
 */
final class CatchingUp {

  /** One or two windows tell how much can be learned in as much time again. */
  private static final long WINDOW = Duration.ofSeconds(1).toMillis();

  /** After this long without an event the partition is not catching up. */
  private static final long IDLE = Duration.ofSeconds(2).toMillis();

  /** A backlog has more events than this, which two polls bring. */
  private static final long FEW = 1_000;

  private long before;
  private long learned;
  private long windowAt;
  private long learnedAt;
  private boolean isBehind;

  /** An event was learned. */
  void learned(long now) {
    learned++;
    learnedAt = now;
  }

  /**
   * Looks again whether there is a backlog.
   *
   * @param waiting events of the partition that are known to wait, here or at the broker
   */
  void tick(long waiting, long now) {
    long passed = Math.abs(now - windowAt); // clocks are set back
    if (passed >= WINDOW) {
      before = passed < 2 * WINDOW ? learned : 0;
      learned = 0;
      windowAt = now;
    }
    isBehind = waiting > Math.max(FEW, before + learned) && Math.abs(now - learnedAt) < IDLE;
  }

  /** Whether there was a backlog at the last tick. */
  boolean isBehind() {
    return isBehind;
  }
}
