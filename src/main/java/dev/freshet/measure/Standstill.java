package dev.freshet.measure;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that nothing goes on, and has it said in the name of the stage. A measurement is never
 * ended by it: a busy machine may need any time, and whoever watches can end it. Not thread-safe.
 */
final class Standstill {

  private final long sayEveryNanos;
  private final LongSupplier clock;
  private long before = Long.MIN_VALUE;
  private long since;

  /**
   * Begins now.
   *
   * @param sayEvery time without progress after which it is said for the first time, and again
   */
  Standstill(Duration sayEvery) {
    this(sayEvery, System::nanoTime);
  }

  Standstill(Duration sayEvery, LongSupplier clock) {
    this.sayEveryNanos = sayEvery.toNanos();
    this.clock = clock;
  }

  /**
   * Looks.
   *
   * @param stage what is going on
   * @param done grows or changes with everything that is done
   * @return the stage, with the minutes since something was last done, where they are many
   */
  String named(String stage, long done) {
    long now = clock.getAsLong();
    if (done != before) {
      before = done;
      since = now;
    }
    long times = (now - since) / sayEveryNanos;
    return times == 0
        ? stage
        : "%s (no progress for %d min)"
            .formatted(stage, Duration.ofNanos(times * sayEveryNanos).toMinutes());
  }
}
