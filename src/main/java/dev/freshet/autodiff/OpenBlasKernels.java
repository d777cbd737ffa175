package dev.freshet.autodiff;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Products and inverses by OpenBLAS and its LAPACK. Products are on buffers outside of the heap
 * that are kept for each thread: given a {@code float[]}, its binding would copy the whole array to
 * new memory and back, however little of it is used. One thread a call: tapes are what runs side by
 * side.
 */
final class OpenBlasKernels implements Kernels {

  /** Rows that are brought together for one matrix-vector product; 500 columns fill 128 kB. */
  private static final int PANEL = 64;

  /** One thread's copies of the operands. */
  private static final class Buffers {
    private FloatBuffer a = direct(0);
    private FloatBuffer b = direct(0);
    private FloatBuffer c = direct(0);

    void resize(int sizeA, int sizeB, int sizeC) {
      a = a.capacity() < sizeA ? direct(sizeA) : a;
      b = b.capacity() < sizeB ? direct(sizeB) : b;
      c = c.capacity() < sizeC ? direct(sizeC) : c;
    }

    private static FloatBuffer direct(int size) {
      return ByteBuffer.allocateDirect(Float.BYTES * size)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }
  }

  private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

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
    Buffers on = buffers.get();
    on.resize(m * k, k * n, m * n);
    on.a.put(0, a, 0, m * k);
    on.b.put(0, b, 0, k * n);
    if (beta != 0) {
      on.c.put(0, c, 0, m * n);
    }
    int lda = transposeA ? m : k;
    int ldb = transposeB ? k : n;
    openblas_nolapack.cblas_sgemm(
        CblasRowMajor,
        transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans,
        m,
        n,
        k,
        alpha,
        on.a,
        lda,
        on.b,
        ldb,
        beta,
        on.c,
        n);
    on.c.get(0, c, 0, m * n);
  }

  /** LAPACK counts by column; of a symmetric matrix its lower triangle is the upper one by row. */
  @Override
  public boolean invert(int n, float[] a) {
    Loader.load(openblas.class);
    openblas.blas_set_num_threads(1);
    if (openblas.LAPACKE_spotrf(openblas.LAPACK_COL_MAJOR, (byte) 'L', n, a, n) != 0
        || openblas.LAPACKE_spotri(openblas.LAPACK_COL_MAJOR, (byte) 'L', n, a, n) != 0) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = a[j * n + i];
      }
    }
    return true;
  }

  @Override
  public void rowDots(
      float[] table, int[] index, int from, int to, int k, float[] x, int at, float[] out) {
    Buffers on = buffers.get();
    on.resize(PANEL * k, k, PANEL);
    on.b.put(0, x, at, k);
    for (int start = from; start < to; start += PANEL) {
      int n = Math.min(PANEL, to - start);
      for (int i = 0; i < n; i++) {
        on.a.put(i * k, table, index[start + i] * k, k);
      }
      openblas_nolapack.cblas_sgemv(
          CblasRowMajor, CblasNoTrans, n, k, 1, on.a, k, on.b, 1, 0, on.c, 1);
      on.c.get(0, out, start, n);
    }
  }
}
