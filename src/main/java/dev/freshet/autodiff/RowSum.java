package dev.freshet.autodiff;

import java.util.Arrays;

/**
 * Sums scaled rows: Σ αᵢ·xᵢ. Rows are first copied to where the sum is indexed: the JIT makes
 * vector instructions of {@code sum[f] += alpha * x[f]} only where both indices are the same. Four
 * rows are added at once, so the sum is read and written a quarter as often. Measured against
 * {@code y[j + f] += alpha * x[i + f]} with 500 columns: 64 ns for 336 ns a row.
 *
 * <p>The order of additions depends on the order of rows only. Reused; not thread-safe.
 */
final class RowSum {

  /** Below this, copying costs more than it saves. */
  private static final int SHORT = 16;

  private int length;
  private int pending;
  private float[] sum = new float[0];
  private float[][] rows = new float[4][0];
  private final float[] alphas = new float[4];

  /** Begins at 0, for rows of this length. */
  void begin(int length) {
    resize(length);
    Arrays.fill(sum, 0, length, 0);
  }

  /** Begins with the row x[at..]. */
  void begin(int length, float[] x, int at) {
    resize(length);
    System.arraycopy(x, at, sum, 0, length);
  }

  private void resize(int length) {
    if (sum.length < length) {
      sum = new float[length];
      rows = new float[4][length];
    }
    this.length = length;
    pending = 0;
  }

  /** Adds α·x[at..]. */
  void add(float alpha, float[] x, int at) {
    if (length < SHORT) {
      for (int f = 0; f < length; f++) {
        sum[f] += alpha * x[at + f];
      }
      return;
    }
    System.arraycopy(x, at, rows[pending], 0, length);
    alphas[pending++] = alpha;
    if (pending == 4) {
      addFour(sum, rows[0], rows[1], rows[2], rows[3], alphas, length);
      pending = 0;
    }
  }

  /** Writes the sum to y[at..]. Modifies y. */
  void end(float[] y, int at) {
    for (int i = 0; i < pending; i++) {
      Dense.addScaled(alphas[i], rows[i], sum, length);
    }
    pending = 0;
    System.arraycopy(sum, 0, y, at, length);
  }

  private static void addFour(
      float[] sum, float[] p, float[] q, float[] r, float[] s, float[] alphas, int length) {
    float a = alphas[0];
    float b = alphas[1];
    float c = alphas[2];
    float d = alphas[3];
    for (int f = 0; f < length; f++) {
      sum[f] += (a * p[f] + b * q[f]) + (c * r[f] + d * s[f]);
    }
  }
}
