package dev.freshet.measure.faults;

import java.time.Duration;

/** Waits, for a bounded time, until something that is asked of others holds. */
final class Waiting {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private Waiting() {}

  /** Something that is looked at again and again. */
  @FunctionalInterface
  interface Look {
    boolean holds() throws InterruptedException;
  }

  /**
   * Waits.
   *
   * @param otherwise what is wrong if it does not hold in time
   * @throws IllegalStateException if it does not
   */
  static void await(String otherwise, Duration limit, Look look) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!look.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(otherwise + " after " + limit.toSeconds() + " s");
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }
}
