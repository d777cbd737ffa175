package dev.freshet.autodiff;

import org.jspecify.annotations.Nullable;

/** Values of losses over the first n numbers; what their gradients need is kept beside them. */
final class Losses {

  private Losses() {}

  /**
   * Σ mask·(a − target)².
   *
   * @param mask null takes all
   * @param error becomes mask·(a − target)
   */
  static float squaredError(
      float[] a, float[] target, float @Nullable [] mask, float[] error, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float weight = mask == null ? 1 : mask[i];
      float e = a[i] - target[i];
      error[i] = weight * e;
      sum += weight * e * e;
    }
    return (float) sum;
  }

  /**
   * Σ log(1 + exp(a)) − target·a.
   *
   * @param error becomes σ(a) − target
   */
  static float logistic(float[] a, float[] target, float[] error, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float x = a[i];
      float t = target[i];
      error[i] = (float) (1 / (1 + Math.exp(-x))) - t;
      sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - t * x;
    }
    return (float) sum;
  }

  /**
   * Σ_rows (Σ_j target_j) · log Σ_j exp(a_j) − Σ_j target_j · a_j.
   *
   * @param error rows × cols; becomes (Σ_j target_j) · softmax(a) − target
   */
  static float softmax(float[] a, float[] target, float[] error, int rows, int cols) {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += softmaxRow(a, target, error, r * cols, (r + 1) * cols);
    }
    return (float) sum;
  }

  private static double softmaxRow(float[] a, float[] target, float[] error, int from, int to) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, a[i]);
    }
    double all = 0;
    double weight = 0;
    double spoken = 0;
    for (int i = from; i < to; i++) {
      error[i] = (float) Math.exp(a[i] - largest);
      all += error[i];
      weight += target[i];
      spoken += target[i] * a[i];
    }
    float share = (float) (weight / all);
    for (int i = from; i < to; i++) {
      error[i] = share * error[i] - target[i];
    }
    return weight * (largest + Math.log(all)) - spoken;
  }
}
