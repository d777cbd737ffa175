package dev.freshet.autodiff;

import org.jspecify.annotations.Nullable;

/** Dense products and inverses of row-major matrices. Safe for several threads at once. */
public interface Kernels {

  /**
   * The fastest kernels that this machine has: OpenBLAS, then EJML. What is missing is passed over;
   * what was chosen is logged.
   *
   * @param forced {@code openblas} or {@code ejml}; null, blank or {@code auto} for the fastest
   * @throws IllegalArgumentException if the forced kernels are unknown or missing here; lists all
   *     names
   */
  static Kernels choose(@Nullable String forced) {
    return KernelChoice.choose(forced, KernelChoice.BY_SPEED);
  }

  /** The name that the log and reports show, such as {@code openblas}. */
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

  /**
   * A ← A⁻¹ for a symmetric positive definite A, by its Cholesky factor. Modifies a only.
   *
   * @param n rows and columns
   * @param a n×n, both triangles; undefined where the inversion fails
   * @return whether A was positive definite
   */
  boolean invert(int n, float[] a);

  /**
   * Dot products of one row with rows of a table: out[e] = table[index[e]]·x for e from {@code
   * from} to {@code to} − 1. Modifies out only.
   *
   * @param table rows of length k
   * @param index rows of the table
   * @param x the one row, from position {@code at}
   */
  default void rowDots(
      float[] table, int[] index, int from, int to, int k, float[] x, int at, float[] out) {
    for (int e = from; e < to; e++) {
      out[e] = Dense.dot(x, at, table, index[e] * k, k);
    }
  }
}
