package dev.freshet.autodiff;

/** Which rows an index names, and how often each. Reused; allocates only to grow. */
final class RowCounts {

  /** By row; 0 between uses. */
  private int[] count = new int[0];

  private int[] rows = new int[0];
  private int[] times = new int[0];
  private int size;

  /** Counts the first n of an index whose entries are below {@code limit}. */
  void count(int[] index, int n, int limit) {
    if (count.length < limit) {
      count = new int[limit];
    }
    int most = Math.min(n, limit);
    if (rows.length < most) {
      rows = new int[Room.capacity(rows.length, most)];
      times = new int[rows.length];
    }
    size = 0;
    for (int i = 0; i < n; i++) {
      if (count[index[i]]++ == 0) {
        rows[size++] = index[i];
      }
    }
    for (int i = 0; i < size; i++) {
      times[i] = count[rows[i]];
      count[rows[i]] = 0;
    }
  }

  /** Number of different rows. */
  int size() {
    return size;
  }

  /** The i-th different row, in the order in which they first come. */
  int row(int i) {
    return rows[i];
  }

  /** How often that row comes. */
  int times(int i) {
    return times[i];
  }
}
