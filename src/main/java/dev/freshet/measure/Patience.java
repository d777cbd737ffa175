package dev.freshet.measure;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until something holds. */
final class Patience {

  private static final long LOOK_EVERY_MILLIS = 10;

  private Patience() {}

  /** Waits for any time: who measures decides when it has been too long. */
  static void await(BooleanSupplier holds) throws InterruptedException {
    while (!holds.getAsBoolean()) {
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }

  /**
   * Waits for a bounded time.
   *
   * @param limit how long at most
   * @param holds asked about a hundred times a second
   * @return whether it holds
   */
  static boolean await(Duration limit, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }
}
