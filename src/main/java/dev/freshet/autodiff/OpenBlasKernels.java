package dev.freshet.autodiff;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Products by OpenBLAS. Arrays are pinned for a call, not copied. One thread a call: tapes are what
 * runs side by side.
 */
final class OpenBlasKernels implements Kernels {

  /**
   * Loads the library.
   *
   * @throws LinkageError where there is none for this system
   */
  OpenBlasKernels() {
    Loader.load(openblas_nolapack.class);
    openblas_nolapack.blas_set_num_threads(1);
  }

  @Override
  public String name() {
    return "openblas";
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
    if (n == 1) {
      int rows = transposeA ? k : m;
      int cols = transposeA ? m : k;
      openblas_nolapack.cblas_sgemv(
          CblasRowMajor, flag(transposeA), rows, cols, alpha, a, cols, b, 1, beta, c, 1);
      return;
    }
    openblas_nolapack.cblas_sgemm(
        CblasRowMajor,
        flag(transposeA),
        flag(transposeB),
        m,
        n,
        k,
        alpha,
        a,
        transposeA ? m : k,
        b,
        transposeB ? k : n,
        beta,
        c,
        n);
  }

  private static int flag(boolean transpose) {
    return transpose ? CblasTrans : CblasNoTrans;
  }
}
