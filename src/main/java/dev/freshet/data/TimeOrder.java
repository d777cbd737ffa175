package dev.freshet.data;

/** The stable order of event times, as a permutation; sorts primitives only. */
final class TimeOrder {
  private TimeOrder() {}

  /** Whether the first {@code n} times never go back. */
  static boolean holds(long[] times, int n) {
    for (int i = 1; i < n; i++) {
      if (times[i] < times[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The permutation that sorts the first {@code n} of {@code times}, which is not modified: entry i
   * is the old position of the i-th in time; equal times keep their order. Bottom-up merge sort.
   */
  static int[] of(long[] times, int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    int[] merged = new int[n];
    for (long width = 1; width < n; width *= 2) {
      for (long start = 0; start < n; start += 2 * width) {
        int middle = (int) Math.min(start + width, n);
        int end = (int) Math.min(start + 2 * width, n);
        merge(times, order, (int) start, middle, end, merged);
      }
      int[] spare = order;
      order = merged;
      merged = spare;
    }
    return order;
  }

  /** Merges {@code from[start, middle)} and {@code from[middle, end)} into {@code to}. */
  private static void merge(long[] times, int[] from, int start, int middle, int end, int[] to) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = left < middle && (right >= end || times[from[left]] <= times[from[right]]);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }
}
