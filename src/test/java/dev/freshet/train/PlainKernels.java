package dev.freshet.train;

import dev.freshet.autodiff.Kernels;

/** Products by three loops, as in the definition. */
public final class PlainKernels implements Kernels {

  @Override
  public String name() {
    return "plain";
  }

  /** Gauss and Jordan's elimination without pivots: a positive definite matrix needs none. */
  @Override
  public boolean invert(int n, float[] a) {
    for (int p = 0; p < n; p++) {
      float pivot = a[p * n + p];
      if (!(pivot > 0)) {
        return false;
      }
      a[p * n + p] = 1;
      for (int j = 0; j < n; j++) {
        a[p * n + j] /= pivot;
      }
      for (int i = 0; i < n; i++) {
        float factor = a[i * n + p];
        if (i != p) {
          a[i * n + p] = 0;
          for (int j = 0; j < n; j++) {
            a[i * n + j] -= factor * a[p * n + j];
          }
        }
      }
    }
    return true;
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      float[] b,
      float beta,
      float[] c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
        }
        c[i * n + j] = alpha * sum + (beta == 0 ? 0 : beta * c[i * n + j]);
      }
    }
  }
}
