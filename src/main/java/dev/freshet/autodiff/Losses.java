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
}
