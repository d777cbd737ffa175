package dev.freshet.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether fresh ratings wait longer than is usual. Waits from one source are compared with what is
 * usual there, because clocks differ: an instance whose clock is an hour off has waits an hour
 * longer, or below 0, and that is usual there. Not thread-safe.
 *
 * <pre>
 *   long    mean of (wait − usual of its source) above 1.5 · spread + 20 ms
 *   spread  mean distance of a wait from the usual one
 * </pre>
 */
public final class Waits {

  private static final double LONG = 1.5;

  private static final double SLACK = 20;

  /** No single rating counts for more. */
  private static final double MOST = Duration.ofSeconds(10).toMillis();

  /** After this many waits in a row {@link #MOST} off, all one way, the source's clock was set. */
  private static final int STRAYS = 20;

  /** Least weight of one rating in what is usual; the first ones are averaged. */
  private static final double WEIGHT = 5e-3;

  private static final double WEIGHT_OF_SPREAD = 5e-4;

  /** This many ratings tell what is usual. */
  private static final int FEW = 100;

  private final Map<Integer, Source> sources = new HashMap<>();
  private double spread;
  private long known;
  private double sum;
  private int count;

  /** What is usual of one source. */
  private static final class Source {
    private double usual;
    private int known;
    private int strays;

    /** Counts those in a row that are far off: above zero if too late, below if too early. */
    boolean isStray(double over) {
      int side = over >= MOST ? 1 : over <= -MOST ? -1 : 0;
      strays = side == 0 || side * strays < 0 ? side : strays + side;
      return side != 0;
    }

    boolean hasMoved() {
      return Math.abs(strays) >= STRAYS;
    }

    void begin(long millis) {
      usual = millis;
      known = 1;
      strays = 0;
    }

    void add(double over) {
      known++;
      usual += Math.max(WEIGHT, 1.0 / known) * over;
    }
  }

  /**
   * A rating was learned.
   *
   * @param from number of its source, one instance at a time
   * @param millis since it was sent, by two clocks
   * @param isSpecial whether the wait tells nothing of what is usual, unless nothing else is known
   * @param isBacklog whether many wait: then all waits are long, and no clock was set
   */
  void add(int from, long millis, boolean isSpecial, boolean isBacklog) {
    Source source = sources.computeIfAbsent(from, f -> new Source());
    if (source.known == 0) {
      source.begin(millis);
    }
    double over = Math.max(-MOST, Math.min(MOST, millis - source.usual));
    sum += over;
    count++;
    if (source.isStray(over)) {
      if (source.hasMoved() && !isBacklog) {
        source.begin(millis);
      }
    } else if (!isSpecial || source.known < FEW) {
      source.add(over);
      known++;
      spread += Math.max(WEIGHT_OF_SPREAD, 1.0 / known) * (Math.abs(over) - spread);
    }
  }

  /** Whether there were any since the look began. */
  boolean any() {
    return count > 0;
  }

  /** Whether those since the look began waited long. */
  boolean wereLong() {
    return count > 0 && sum / count > LONG * spread + SLACK;
  }

  /** Begins a look: waits before it no longer count. */
  void begin() {
    sum = 0;
    count = 0;
  }
}
