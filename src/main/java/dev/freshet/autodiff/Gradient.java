package dev.freshet.autodiff;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/**
 * Gradient of one parameter from one tape. Knows which rows a step touched: the others are not
 * looked at, whatever they hold.
 */
public final class Gradient {

  private final FMatrixRMaj sum;
  private final int[] touched;
  private final int[] touchedIn;
  private int count;
  private int step = 1;

  Gradient(int rows, int cols) {
    this.sum = new FMatrixRMaj(rows, cols);
    this.touched = new int[rows];
    this.touchedIn = new int[rows];
  }

  /** Row-major sums, valid in touched rows only; not a copy. */
  public float[] data() {
    return sum.data;
  }

  /** Number of touched rows. */
  public int touchedRows() {
    return count;
  }

  /** The i-th touched row, in the order in which they were touched. */
  public int touchedRow(int i) {
    return touched[i];
  }

  /** Whether this step touched the row. */
  public boolean isTouched(int row) {
    return touchedIn[row] == step;
  }

  /** Marks a row as touched, its gradient 0 where it was not. Returns where the row starts. */
  public int touch(int row) {
    int at = row * sum.numCols;
    if (touchForWriting(row)) {
      Arrays.fill(sum.data, at, at + sum.numCols, 0);
    }
    return at;
  }

  /**
   * Marks a row as touched. Returns true where it was not: it holds what is left over and must be
   * overwritten.
   */
  boolean touchForWriting(int row) {
    if (touchedIn[row] == step) {
      return false;
    }
    touchedIn[row] = step;
    touched[count++] = row;
    return true;
  }

  /** Touches every row. */
  public void touchAll() {
    for (int row = 0; row < sum.numRows; row++) {
      touch(row);
    }
  }

  /**
   * Where the share of one of several threads in {@code count} rows begins, and where that of the
   * thread before it ends: count · part / parts.
   */
  public static int share(int count, int part, int parts) {
    return (int) ((long) count * part / parts);
  }

  /** Begins a new step: no row is touched. */
  public void clear() {
    count = 0;
    step++;
  }
}
