package dev.freshet.autodiff;

/** Loops over dense row-major data that no library has. Shapes were checked by the tape. */
final class Dense {

  private Dense() {}

  /** out = a + sign·b, b repeated along a dimension where it has length 1. */
  static void broadcast(Node a, Node b, Node out, float sign) {
    float[] x = a.value.data;
    float[] y = b.value.data;
    float[] z = out.value.data;
    int cols = a.cols();
    if (b.size() == a.size()) {
      for (int i = 0; i < a.size(); i++) {
        z[i] = x[i] + sign * y[i];
      }
      return;
    }
    if (b.size() == 1) {
      float same = sign * y[0];
      for (int i = 0; i < a.size(); i++) {
        z[i] = x[i] + same;
      }
      return;
    }
    for (int r = 0; r < a.rows(); r++) {
      int at = r * cols;
      int rowOfB = b.rows() == 1 ? 0 : r;
      if (b.cols() == 1) {
        float same = sign * y[rowOfB];
        for (int c = 0; c < cols; c++) {
          z[at + c] = x[at + c] + same;
        }
      } else {
        for (int c = 0; c < cols; c++) {
          z[at + c] = x[at + c] + sign * y[rowOfB * cols + c];
        }
      }
    }
  }

  /** out = a ∘ b, b repeated as in {@link #broadcast}. */
  static void broadcastMultiply(Node a, Node b, float[] out) {
    float[] x = a.value.data;
    float[] y = b.value.data;
    int cols = a.cols();
    int stepRow = b.rows() == 1 ? 0 : b.cols();
    int stepCol = b.cols() == 1 ? 0 : 1;
    for (int r = 0; r < a.rows(); r++) {
      for (int c = 0; c < cols; c++) {
        out[r * cols + c] = x[r * cols + c] * y[r * stepRow + c * stepCol];
      }
    }
  }

  /** db += sign·dout, summed along the dimensions where b was repeated. */
  static void addReduced(Node b, Node out, float[] dout, float sign, float[] db) {
    int cols = out.cols();
    if (b.size() == out.size()) {
      for (int i = 0; i < out.size(); i++) {
        db[i] += sign * dout[i];
      }
      return;
    }
    for (int r = 0; r < out.rows(); r++) {
      int at = r * cols;
      int rowOfB = b.rows() == 1 ? 0 : r;
      if (b.cols() == 1) {
        float sum = 0;
        for (int c = 0; c < cols; c++) {
          sum += dout[at + c];
        }
        db[rowOfB] += sign * sum;
      } else {
        for (int c = 0; c < cols; c++) {
          db[rowOfB * cols + c] += sign * dout[at + c];
        }
      }
    }
  }

  /** out[i] = a[i]·b[i] for rows of length k. Four sums at once: their order is fixed. */
  static void rowDot(float[] a, float[] b, int rows, int k, float[] out) {
    for (int r = 0; r < rows; r++) {
      out[r] = dot(a, r * k, b, r * k, k);
    }
  }

  /** Σ a[i]·b[j] over k elements. */
  static float dot(float[] a, int i, float[] b, int j, int k) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int f = 0;
    int end = k - 3; // Not f + 3 < k: the JIT unrolls only loops that compare their counter itself.
    for (; f < end; f += 4) {
      s0 += a[i + f] * b[j + f];
      s1 += a[i + f + 1] * b[j + f + 1];
      s2 += a[i + f + 2] * b[j + f + 2];
      s3 += a[i + f + 3] * b[j + f + 3];
    }
    for (; f < k; f++) {
      s0 += a[i + f] * b[j + f];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** y += α·x for k elements from the given positions. Modifies y. */
  static void axpy(float alpha, float[] x, int i, float[] y, int j, int k) {
    for (int f = 0; f < k; f++) {
      y[j + f] += alpha * x[i + f];
    }
  }

  /**
   * y += α·x for the first n. Modifies y. Apart from {@link #axpy}, since the JIT makes vector
   * instructions only where both are indexed alike.
   */
  static void addScaled(float alpha, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += alpha * x[i];
    }
  }

  /** y = α·x for the first n. Modifies y. */
  static void scale(float alpha, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = alpha * x[i];
    }
  }

  /** Σ x over the first n. */
  static double sum(float[] x, int n) {
    double s0 = 0;
    double s1 = 0;
    int i = 0;
    int end = n - 1;
    for (; i < end; i += 2) {
      s0 += x[i];
      s1 += x[i + 1];
    }
    return i < n ? s0 + s1 + x[i] : s0 + s1;
  }

  /** Σ x² over the first n; in double, in four sums, as one would wait for each addition. */
  static double sumOfSquares(float[] x, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    int end = n - 3;
    for (; i < end; i += 4) {
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
    }
    for (; i < n; i++) {
      s0 += x[i] * x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
