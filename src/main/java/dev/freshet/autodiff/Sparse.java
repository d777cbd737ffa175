package dev.freshet.autodiff;

/** Kernels that do work for entries that are there, and only for those. */
final class Sparse {

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
    for (int i = 0; i < n; i++) {
      Dense.axpy(1, dout, i * cols, sum, gradient.touch(index[i]), cols);
    }
  }

  /** out = S·B, B with cols columns. Modifies out. */
  static void product(Csr s, float[] b, int cols, float[] out) {
    int[] columns = s.columns();
    float[] values = s.values();
    for (int r = 0; r < s.rows(); r++) {
      java.util.Arrays.fill(out, r * cols, (r + 1) * cols, 0);
      for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
        Dense.axpy(values[e], b, columns[e] * cols, out, r * cols, cols);
      }
    }
  }

  /** db += Sᵀ·dout. */
  static void addTransposedProduct(Csr s, float[] dout, int cols, float[] db) {
    for (int r = 0; r < s.rows(); r++) {
      for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
        Dense.axpy(s.values()[e], dout, r * cols, db, s.columns()[e] * cols, cols);
      }
    }
  }

  /** gradient += Sᵀ·dout, touching the rows that S has entries for. */
  static void addTransposedProduct(Csr s, float[] dout, int cols, Gradient gradient) {
    float[] sum = gradient.data();
    for (int r = 0; r < s.rows(); r++) {
      for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
        int at = gradient.touch(s.columns()[e]);
        Dense.axpy(s.values()[e], dout, r * cols, sum, at, cols);
      }
    }
  }

  /** out[e] = a[row of e]·p[column of e], rows of length k. */
  static void sampledProduct(Csr s, float[] a, float[] p, int k, float[] out) {
    int[] columns = s.columns();
    for (int r = 0; r < s.rows(); r++) {
      for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
        out[e] = Dense.dot(a, r * k, p, columns[e] * k, k);
      }
    }
  }

  /** da[row of e] += dout[e]·p[column of e]. */
  static void addSampledToRows(Csr s, float[] dout, float[] p, int k, float[] da) {
    for (int r = 0; r < s.rows(); r++) {
      for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
        Dense.axpy(dout[e], p, s.columns()[e] * k, da, r * k, k);
      }
    }
  }

  /** gradient[column of e] += dout[e]·a[row of e], touching those rows. */
  static void addSampledToColumns(Csr s, float[] dout, float[] a, int k, Gradient gradient) {
    float[] sum = gradient.data();
    for (int r = 0; r < s.rows(); r++) {
      for (int e = s.rowStart(r); e < s.rowStart(r + 1); e++) {
        Dense.axpy(dout[e], a, r * k, sum, gradient.touch(s.columns()[e]), k);
      }
    }
  }
}
