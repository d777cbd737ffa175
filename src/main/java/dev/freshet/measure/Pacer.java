package dev.freshet.measure;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Does things at a rate, without spinning: parks until the next one is due, then does all that are
 * due by then. Who is late catches up. Not thread-safe.
 */
public final class Pacer {

  /** A park shorter than this costs more than being so much late. */
  private static final long SHORTEST_PARK_NANOS = 500_000;

  /** A stop is noticed within this time, however low the rate. */
  private static final long LONGEST_PARK_NANOS = 200_000_000;

  private final LongSupplier nanoTime;
  private final LongConsumer parkNanos;

  /** One of the things to do. */
  @FunctionalInterface
  public interface PacedStep {
    /**
     * Takes the step.
     *
     * @param number counted from 0
     * @param lateNanos how long after its time
     */
    void take(long number, long lateNanos);
  }

  /**
   * What came of it.
   *
   * @param count steps taken
   * @param perSecond rate really held, from the first step to the last; that asked for where one
   *     step has no rate
   */
  public record Held(long count, double perSecond) {}

  /** By the system's clock. */
  public Pacer() {
    this(System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * By another clock.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   * @param parkNanos returns after about so many nanoseconds, or earlier
   */
  Pacer(LongSupplier nanoTime, LongConsumer parkNanos) {
    this.nanoTime = nanoTime;
    this.parkNanos = parkNanos;
  }

  /**
   * Takes steps until {@code count} are taken or {@code isOver}.
   *
   * @param perSecond rate; 0 for as fast as it goes
   * @param isOver asked before each step
   * @throws InterruptedException if the thread is interrupted
   */
  public Held run(double perSecond, long count, BooleanSupplier isOver, PacedStep step)
      throws InterruptedException {
    long start = nanoTime.getAsLong();
    long last = start;
    long taken = 0;
    while (taken < count && !isOver.getAsBoolean()) {
      long now = nanoTime.getAsLong();
      long late = perSecond > 0 ? now - start - (long) (taken / perSecond * 1e9) : 0;
      if (late >= 0) {
        if (taken == 0) {
          start = now;
        }
        step.take(taken++, late);
        last = now;
      } else {
        parkNanos.accept(Math.min(LONGEST_PARK_NANOS, Math.max(SHORTEST_PARK_NANOS, -late)));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    double held = taken > 1 && last > start ? (taken - 1) / ((last - start) / 1e9) : perSecond;
    return new Held(taken, held);
  }
}
