package dev.freshet.retrain;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Lets training have the cores that are free. Training rests after each batch, the longer the
 * busier the machine is. It works a least share of the time whatever happens. Not thread-safe.
 */
final class Pace implements BooleanSupplier {

  /** Above this load of all cores it slows down by half, below {@link #FREE} it quickens. */
  private static final double BUSY = .85;

  private static final double FREE = .7;
  private static final double QUICKEN = .1;

  /** Longest rest: the time before may have been waiting, and somebody may want it to stop. */
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  private static final long LOOK = Duration.ofMillis(250).toNanos();

  private final float least;
  private final BooleanSupplier stop;
  private final DoubleSupplier load;
  private double share;
  private long resumed = System.nanoTime();
  private long looked = resumed;

  /**
   * A pace.
   *
   * @param least share of the time to work, above 0; 1 never rests
   * @param stop true ends training
   */
  Pace(float least, BooleanSupplier stop) {
    this(least, stop, ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad);
  }

  /**
   * A pace that looks at the load in its own way.
   *
   * @param load of all cores, 0 to 1; negative if it is not known
   */
  Pace(float least, BooleanSupplier stop, DoubleSupplier load) {
    this.least = least;
    this.share = least;
    this.stop = stop;
    this.load = load;
  }

  /** Asked between batches: rests, and says whether to stop. */
  @Override
  public boolean getAsBoolean() {
    long now = System.nanoTime();
    if (now - looked >= LOOK) {
      share = next(share, load.getAsDouble(), least);
      looked = now;
    }
    if (share < 1) {
      LockSupport.parkNanos(Math.min(LONGEST, (long) ((now - resumed) * (1 / share - 1))));
    }
    resumed = System.nanoTime();
    return stop.getAsBoolean();
  }

  /** The share of the time to work after a look at the load. */
  static double next(double share, double load, double least) {
    if (load > BUSY) {
      return Math.max(least, share / 2);
    }
    return load < FREE ? Math.min(1, share + QUICKEN) : share;
  }
}
