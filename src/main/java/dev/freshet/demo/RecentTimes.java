package dev.freshet.demo;

import java.util.Arrays;

/** The newest so many durations, for percentiles. Thread-safe. */
final class RecentTimes {

  private final long[] ring;
  private int next;
  private int filled;

  RecentTimes(int size) {
    ring = new long[size];
  }

  synchronized void add(long micros) {
    ring[next] = micros;
    next = (next + 1) % ring.length;
    filled = Math.max(filled, next == 0 ? ring.length : next);
  }

  /** Milliseconds within which {@code share} of them lie; NaN while there are none. */
  synchronized double millis(double share) {
    if (filled == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(ring, filled);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * filled) - 1;
    return sorted[Math.max(0, rank)] / 1e3;
  }
}
