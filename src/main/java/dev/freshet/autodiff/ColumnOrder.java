package dev.freshet.autodiff;

import java.util.Arrays;

/**
 * The entries of a sparse matrix by column, as positions in its arrays: what is summed for a column
 * then stays in the cache until it is complete. A counting sort; entries of a column keep the order
 * of rows.
 */
final class ColumnOrder {

  private int[] starts = new int[1];
  private int[] entries = new int[0];
  private int[] rows = new int[0];

  /** Sorts the entries of {@code s}; allocates only to grow. */
  void sort(Csr s) {
    int cols = s.cols();
    if (starts.length < cols + 1) {
      starts = new int[cols + 1];
    }
    if (entries.length < s.size()) {
      entries = new int[Room.capacity(entries.length, s.size())];
      rows = new int[entries.length];
    }
    int[] columns = s.columns();
    Arrays.fill(starts, 0, cols + 1, 0);
    for (int e = 0; e < s.size(); e++) {
      starts[columns[e]]++;
    }
    for (int c = 0, end = 0; c <= cols; c++) {
      end += starts[c];
      starts[c] = end;
    }
    // From the last to the first: each column's end moves down to its start.
    for (int r = s.rows() - 1; r >= 0; r--) {
      for (int e = s.rowStart(r + 1) - 1; e >= s.rowStart(r); e--) {
        int at = --starts[columns[e]];
        entries[at] = e;
        rows[at] = r;
      }
    }
  }

  /** Position of a column's first entry; of the number of columns: the number of entries. */
  int start(int column) {
    return starts[column];
  }

  /** Which entry of the matrix is at this position. */
  int entry(int position) {
    return entries[position];
  }

  /** The row of the entry at this position. */
  int row(int position) {
    return rows[position];
  }
}
