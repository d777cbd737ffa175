package dev.freshet.autodiff;

import org.jspecify.annotations.Nullable;

/** Dense products of row-major matrices. */
public interface Kernels {

  /** The kernels of that name; null, blank or {@code auto} for the fastest. */
  static Kernels choose(@Nullable String forced) {
    if (forced == null || forced.isBlank() || forced.equals("auto") || forced.equals("ejml")) {
      return new EjmlKernels();
    }
    throw new IllegalArgumentException("no kernels are called " + forced + "; there are ejml");
  }

  /** As the log and reports spell it. */
  String name();

  /**
   * C = α·op(A)·op(B) + β·C, row-major; op transposes where the flag says so. Modifies c only.
   *
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param a m×k, or k×m where transposed
   * @param b k×n, or n×k where transposed
   * @param c m×n; not read where β is 0
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      float[] b,
      float beta,
      float[] c);
}
