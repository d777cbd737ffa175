package dev.freshet.measure;

import java.util.concurrent.TimeUnit;

/** How fresh ratings flow, second by second, and how many updates are on the way. */
final class LiveFlow {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Tally tally;
  private final Instances instances;
  private final long startNanos;
  private final long startLearned;
  private long secondNanos;
  private long secondLearned;
  private double slowest = Double.POSITIVE_INFINITY;
  private double perSecond = Double.NaN;
  private long mostOnTheWay;

  LiveFlow(Tally tally, Instances instances, long nanos) {
    this.tally = tally;
    this.instances = instances;
    this.startNanos = nanos;
    this.startLearned = tally.learned();
    this.secondNanos = nanos;
    this.secondLearned = startLearned;
  }

  /** Looks, at {@code nanos} of {@link System#nanoTime}. */
  void look(long nanos) {
    mostOnTheWay = Math.max(mostOnTheWay, instances.onTheWay());
    if (nanos - secondNanos >= SECOND) {
      long learned = tally.learned();
      slowest = Math.min(slowest, (learned - secondLearned) * 1e9 / (nanos - secondNanos));
      perSecond = (learned - startLearned) * 1e9 / (nanos - startNanos);
      secondNanos = nanos;
      secondLearned = learned;
    }
  }

  /** Ratings learned per second so far. */
  double perSecond() {
    return perSecond;
  }

  /** Ratings learned in the slowest second. */
  double slowest() {
    return slowest;
  }

  /** Most updates on the way to the movie side at any look, re-applied ones included. */
  long mostOnTheWay() {
    return mostOnTheWay;
  }
}
