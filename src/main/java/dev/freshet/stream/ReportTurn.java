package dev.freshet.stream;

import java.time.Duration;

/**
 * Says when the counters of a partition are to be reported: whenever they have changed. They are
 * also reported now and then without a change, so that a report that was lost or overwritten comes
 * back. Not thread-safe.
 */
final class ReportTurn {

  private static final long LATEST = Duration.ofMinutes(1).toMillis();

  private static final long NEVER = -1;

  private long reported = NEVER;
  private long at;

  /**
   * Whether the counters are to be reported now; then they count as reported.
   *
   * @param counted what changes with every change of the counters
   * @param now by a clock that may be set back
   */
  boolean isDue(long counted, long now) {
    boolean isDue = counted != reported || Math.abs(now - at) >= LATEST;
    if (isDue) {
      reported = counted;
      at = now;
    }
    return isDue;
  }

  /** Whatever was reported, the next turn is due. */
  void restart() {
    reported = NEVER;
  }
}
