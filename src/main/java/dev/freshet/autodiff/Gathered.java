package dev.freshet.autodiff;

import org.ejml.data.FMatrixRMaj;

/** Loops over rows of parameters where they lie: nothing is copied to a place of its own. */
final class Gathered {

  private Gathered() {}

  /** out[i] = a[rowsOfA[i]]·b[rowsOfB[i]]. Modifies out. */
  static void rowDot(
      FMatrixRMaj a, int[] rowsOfA, FMatrixRMaj b, int[] rowsOfB, int n, float[] out) {
    int k = a.numCols;
    for (int i = 0; i < n; i++) {
      out[i] = Dense.dot(a.data, rowsOfA[i] * k, b.data, rowsOfB[i] * k, k);
    }
  }

  /** gradient[to[i]] += d[i]·x[from[i]], touching those rows. */
  static void addScaledRows(
      float[] d, FMatrixRMaj x, int[] from, int[] to, int n, Gradient gradient) {
    int k = x.numCols;
    float[] sum = gradient.data();
    for (int i = 0; i < n; i++) {
      if (gradient.touchForWriting(to[i])) {
        scaledRow(d[i], x.data, from[i] * k, sum, to[i] * k, k);
      } else {
        Dense.axpy(d[i], x.data, from[i] * k, sum, to[i] * k, k);
      }
    }
  }

  /** Σ times·p[row]² over the rows counted. */
  static double sumOfSquares(FMatrixRMaj p, RowCounts counts) {
    int k = p.numCols;
    double sum = 0;
    for (int i = 0; i < counts.size(); i++) {
      int at = counts.row(i) * k;
      sum += (double) counts.times(i) * Dense.dot(p.data, at, p.data, at, k);
    }
    return sum;
  }

  /** gradient[row] += α·times·p[row] for the rows counted, touching them. */
  static void addScaledCounted(float alpha, FMatrixRMaj p, RowCounts counts, Gradient gradient) {
    int k = p.numCols;
    for (int i = 0; i < counts.size(); i++) {
      int row = counts.row(i);
      addScaledRow(alpha * counts.times(i), p.data, row, k, gradient);
    }
  }

  /** gradient += α·p, touching all rows. */
  static void addScaledAll(float alpha, FMatrixRMaj p, Gradient gradient) {
    if (gradient.touchedRows() == 0) {
      for (int row = 0; row < p.numRows; row++) {
        gradient.touchForWriting(row);
      }
      Dense.scale(alpha, p.data, gradient.data(), p.getNumElements());
      return;
    }
    for (int row = 0; row < p.numRows; row++) {
      addScaledRow(alpha, p.data, row, p.numCols, gradient);
    }
  }

  /** One row; where both lie alike the JIT makes vector instructions. */
  private static void addScaledRow(float alpha, float[] x, int row, int k, Gradient gradient) {
    float[] sum = gradient.data();
    int end = (row + 1) * k;
    if (gradient.touchForWriting(row)) {
      for (int j = row * k; j < end; j++) {
        sum[j] = alpha * x[j];
      }
    } else {
      for (int j = row * k; j < end; j++) {
        sum[j] += alpha * x[j];
      }
    }
  }

  /** y = α·x for k elements from the given positions. Modifies y. */
  private static void scaledRow(float alpha, float[] x, int i, float[] y, int j, int k) {
    for (int f = 0; f < k; f++) {
      y[j + f] = alpha * x[i + f];
    }
  }
}
