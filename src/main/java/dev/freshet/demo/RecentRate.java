package dev.freshet.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a counter grows, over the last seconds. Not thread-safe. */
final class RecentRate {

  private static final long SPAN_NANOS = 3_000_000_000L;

  private final Deque<Reading> readings = new ArrayDeque<>();

  private record Reading(long nanos, long count) {}

  /**
   * Takes a reading.
   *
   * @param nanos when, as {@link System#nanoTime}
   * @return growth per second; 0 at the first reading
   */
  double read(long nanos, long count) {
    Reading last = new Reading(nanos, count);
    readings.addLast(last);
    Reading first = readings.getFirst();
    while (nanos - first.nanos > SPAN_NANOS && readings.size() > 2) {
      readings.removeFirst();
      first = readings.getFirst();
    }
    long span = nanos - first.nanos;
    return span == 0 ? 0 : (count - first.count) / (span / 1e9);
  }
}
