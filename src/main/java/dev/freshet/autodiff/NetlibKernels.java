package dev.freshet.autodiff;

import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Products by netlib's BLAS in Java: with vector instructions where the JVM was started with {@code
 * --add-modules jdk.incubator.vector}, else in plain loops.
 */
final class NetlibKernels implements Kernels {

  /** Held, as loggers that nobody holds forget their level. */
  private static final Logger LOG = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

  private final JavaBLAS blas;

  /** Finds the variant for this JVM. */
  NetlibKernels() {
    // It warns where there is no vector module: nothing that a user must act on. And it would look
    // for a native BLAS, which is not used, and write to stderr that there is none.
    LOG.setLevel(Level.OFF);
    System.getProperties().putIfAbsent("dev.ludovic.netlib.blas.allowNative", "false");
    blas = JavaBLAS.getInstance();
  }

  @Override
  public String name() {
    return "netlib";
  }

  /** Netlib's matrices are column-major, so it computes Cᵀ = op(B)ᵀ·op(A)ᵀ. */
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
    int ldb = transposeB ? k : n;
    int lda = transposeA ? m : k;
    blas.sgemm(flag(transposeB), flag(transposeA), n, m, k, alpha, b, ldb, a, lda, beta, c, n);
  }

  private static String flag(boolean transpose) {
    return transpose ? "T" : "N";
  }
}
