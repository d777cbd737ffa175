package dev.freshet.stream;

import java.time.Duration;

/**
 * Whether a partition has a backlog: more ratings wait than were learned in the last seconds. Told
 * by offsets alone: the clocks of producers and of other instances tell nothing. Not thread-safe.
 */
final class CatchingUp {

  /** What was learned in one or two of these is what could be learned in as much time. */
  private static final long WINDOW = Duration.ofSeconds(1).toMillis();

  /** After so long without an event nothing is being caught up with. */
  private static final long IDLE = Duration.ofSeconds(2).toMillis();

  /** So many are no backlog: what two polls bring. */
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
   * Looks anew.
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

  /** Whether it was so at the last tick. */
  boolean isBehind() {
    return isBehind;
  }
}
