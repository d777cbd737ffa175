package dev.freshet.autodiff;

/**
 * Kernels that do work for entries that are there, and only for those. They go by rows or by
 * columns in order, so that sums come out the same to the bit.
 */
final class Sparse {

  /** Below this length a dot product costs less than a call of a library. */
  private static final int SHORT = 64;

  /** One for each thread: kernels allocate nothing. */
  private static final ThreadLocal<RowSum> SUM = ThreadLocal.withInitial(RowSum::new);

  private Sparse() {}

  /** out[i] = table[index[i]], rows of length cols. */
  static void gather(float[] table, int cols, int[] index, int n, float[] out) {
    if (cols == 1) {
      for (int i = 0; i < n; i++) {
        out[i] = table[index[i]];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      System.arraycopy(table, index[i] * cols, out, i * cols, cols);
    }
  }

  /** gradient[index[i]] += dout[i], touching those rows. */
  static void scatterAdd(float[] dout, int cols, int[] index, int n, Gradient gradient) {
    float[] sum = gradient.data();
    if (cols == 1) {
      for (int i = 0; i < n; i++) {
        sum[gradient.touch(index[i])] += dout[i];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      int at = index[i] * cols;
      if (gradient.touchForWriting(index[i])) {
        System.arraycopy(dout, i * cols, sum, at, cols);
      } else {
        Dense.axpy(1, dout, i * cols, sum, at, cols);
      }
    }
  }

  /** out = S·B, B with cols columns. Modifies out. */
  static void product(Csr s, float[] b, int cols, float[] out) {
    sumByRow(s, s.values(), b, cols, out, false);
  }

  /** db += Sᵀ·dout. */
  static void addTransposedProduct(Csr s, float[] dout, int cols, float[] db) {
    RowSum sum = SUM.get();
    ColumnOrder order = s.byColumn();
    for (int c = 0; c < s.cols(); c++) {
      if (order.start(c) < order.start(c + 1)) {
        sum.begin(cols, db, c * cols);
        addColumn(sum, order, c, s.values(), dout, cols);
        sum.end(db, c * cols);
      }
    }
  }

  /** gradient += Sᵀ·dout, touching the rows that S has entries for. */
  static void addTransposedProduct(Csr s, float[] dout, int cols, Gradient gradient) {
    sumByColumn(s, s.values(), dout, cols, gradient);
  }

  /**
   * out[e] = a[row of e]·p[column of e], rows of length k; long ones by the kernels, which may make
   * one matrix-vector product of each row's.
   */
  static void sampledProduct(Csr s, float[] a, float[] p, int k, float[] out, Kernels kernels) {
    int[] columns = s.columns();
    if (k < SHORT) {
      for (int r = 0; r < s.rows(); r++) {
        for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
          out[e] = Dense.dot(a, r * k, p, columns[e] * k, k);
        }
      }
      return;
    }
    for (int r = 0; r < s.rows(); r++) {
      kernels.rowDots(p, columns, s.rowStart(r), s.rowStart(r + 1), k, a, r * k, out);
    }
  }

  /** da[row of e] += dout[e]·p[column of e]. */
  static void addSampledToRows(Csr s, float[] dout, float[] p, int k, float[] da) {
    sumByRow(s, dout, p, k, da, true);
  }

  /** gradient[column of e] += dout[e]·a[row of e], touching those rows. */
  static void addSampledToColumns(Csr s, float[] dout, float[] a, int k, Gradient gradient) {
    sumByColumn(s, dout, a, k, gradient);
  }

  /** out[r] = Σ weights[e]·x[column of e] over the entries of row r, added to out[r] or not. */
  private static void sumByRow(
      Csr s, float[] weights, float[] x, int cols, float[] out, boolean add) {
    RowSum sum = SUM.get();
    int[] columns = s.columns();
    for (int r = 0; r < s.rows(); r++) {
      if (add) {
        sum.begin(cols, out, r * cols);
      } else {
        sum.begin(cols);
      }
      for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
        sum.add(weights[e], x, columns[e] * cols);
      }
      sum.end(out, r * cols);
    }
  }

  /** gradient[c] += Σ weights[e]·x[row of e] over the entries of column c, touching those rows. */
  private static void sumByColumn(Csr s, float[] weights, float[] x, int cols, Gradient gradient) {
    RowSum sum = SUM.get();
    ColumnOrder order = s.byColumn();
    float[] into = gradient.data();
    for (int c = 0; c < s.cols(); c++) {
      if (order.start(c) == order.start(c + 1)) {
        continue;
      }
      if (gradient.touchForWriting(c)) {
        sum.begin(cols);
      } else {
        sum.begin(cols, into, c * cols);
      }
      addColumn(sum, order, c, weights, x, cols);
      sum.end(into, c * cols);
    }
  }

  private static void addColumn(
      RowSum sum, ColumnOrder order, int c, float[] weights, float[] x, int cols) {
    for (int i = order.start(c); i < order.start(c + 1); i++) {
      sum.add(weights[order.entry(i)], x, order.row(i) * cols);
    }
  }
}
