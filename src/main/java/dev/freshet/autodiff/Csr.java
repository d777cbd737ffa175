package dev.freshet.autodiff;

/**
 * A sparse matrix by rows: the columns of row i are {@code columns[rowStarts[i]]} up to {@code
 * columns[rowStarts[i + 1] - 1]}. May be refilled: arrays can be longer than what is used.
 */
public final class Csr {

  private int rows;
  private int cols;
  private int[] rowStarts;
  private int[] columns;
  private float[] values;
  private final ColumnOrder byColumn = new ColumnOrder();
  private boolean sorted;

  /**
   * Takes the arrays as they are.
   *
   * @param rows number of rows
   * @param cols number of columns
   * @param rowStarts rows + 1 positions, ascending from 0
   * @param columns column of each entry
   * @param values value of each entry
   */
  public Csr(int rows, int cols, int[] rowStarts, int[] columns, float[] values) {
    this.rows = rows;
    this.cols = cols;
    this.rowStarts = rowStarts;
    this.columns = columns;
    this.values = values;
  }

  /** An empty matrix, to be filled by {@link #selectRows}. */
  public Csr() {
    this(0, 0, new int[1], new int[0], new float[0]);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int cols() {
    return cols;
  }

  /** Number of entries. */
  public int size() {
    return rowStarts[rows];
  }

  /** Position of the first entry of a row; of {@code rows()}: the number of entries. */
  public int rowStart(int row) {
    return rowStarts[row];
  }

  /** Column of each entry; not a copy, not to be changed. */
  public int[] columns() {
    return columns;
  }

  /** Value of each entry; not a copy. */
  public float[] values() {
    return values;
  }

  /**
   * Becomes the rows {@code order[from]} to {@code order[to - 1]} of {@code source}; allocates only
   * to grow.
   */
  public void selectRows(Csr source, int[] order, int from, int to) {
    sorted = false;
    rows = to - from;
    cols = source.cols;
    if (rowStarts.length < rows + 1) {
      rowStarts = new int[Room.capacity(rowStarts.length, rows + 1)];
    }
    int entries = 0;
    for (int r = 0; r < rows; r++) {
      rowStarts[r] = entries;
      entries += source.rowStarts[order[from + r] + 1] - source.rowStarts[order[from + r]];
    }
    rowStarts[rows] = entries;
    if (columns.length < entries) {
      columns = new int[Room.capacity(columns.length, entries)];
      values = new float[columns.length];
    }
    for (int r = 0; r < rows; r++) {
      int start = source.rowStarts[order[from + r]];
      int length = rowStarts[r + 1] - rowStarts[r];
      System.arraycopy(source.columns, start, columns, rowStarts[r], length);
      System.arraycopy(source.values, start, values, rowStarts[r], length);
    }
  }

  /** Its entries by column; sorted once, by the first that asks: tapes may share a matrix. */
  synchronized ColumnOrder byColumn() {
    if (!sorted) {
      byColumn.sort(this);
      sorted = true;
    }
    return byColumn;
  }

  @Override
  public String toString() {
    return rows + "x" + cols + " with " + size() + " entries";
  }
}
