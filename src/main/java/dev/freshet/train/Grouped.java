package dev.freshet.train;

import dev.freshet.autodiff.Csr;

/**
 * Values by row and column as a sparse matrix, and where each entry came from. Of several values
 * for one row and column the last counts.
 *
 * @param matrix rows × columns
 * @param origin for each entry its position in the columns it was made from
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is all the equality it needs.
public record Grouped(Csr matrix, int[] origin) {

  /** Ratings by user: users × movies. */
  public static Grouped byUser(RatingTable table, float[] values) {
    return of(table.users(), table.movies(), table.user(), table.movie(), values, true);
  }

  /** Ratings by movie: movies × users. */
  public static Grouped byMovie(RatingTable table, float[] values) {
    return of(table.movies(), table.users(), table.movie(), table.user(), values, true);
  }

  /**
   * Groups by counting.
   *
   * @param once whether a row and column stay once, with the last value; otherwise all entries stay
   */
  public static Grouped of(int rows, int cols, int[] row, int[] col, float[] values, boolean once) {
    int[] starts = new int[rows + 1];
    for (int r : row) {
      starts[r + 1]++;
    }
    for (int r = 0; r < rows; r++) {
      starts[r + 1] += starts[r];
    }
    int[] origin = new int[row.length];
    int[] next = starts.clone();
    for (int i = 0; i < row.length; i++) {
      origin[next[row[i]]++] = i;
    }
    if (once) {
      dropEarlier(rows, cols, col, starts, origin);
    }
    int n = starts[rows];
    int[] columns = new int[n];
    float[] kept = new float[n];
    for (int e = 0; e < n; e++) {
      columns[e] = col[origin[e]];
      kept[e] = values[origin[e]];
    }
    return new Grouped(new Csr(rows, cols, starts, columns, kept), origin);
  }

  /** Moves the last entry of each row and column forward over the others. Modifies both arrays. */
  private static void dropEarlier(int rows, int cols, int[] col, int[] starts, int[] origin) {
    int[] last = new int[cols];
    int to = 0;
    for (int r = 0; r < rows; r++) {
      int from = starts[r];
      int end = starts[r + 1];
      for (int e = from; e < end; e++) {
        last[col[origin[e]]] = e;
      }
      starts[r] = to;
      for (int e = from; e < end; e++) {
        if (last[col[origin[e]]] == e) {
          origin[to++] = origin[e];
        }
      }
    }
    starts[rows] = to;
  }
}
