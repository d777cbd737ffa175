package dev.freshet.autodiff;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** Products and inverses by EJML: pure Java, everywhere. */
final class EjmlKernels implements Kernels {

  private static final class Matrices {
    private final FMatrixRMaj a = new FMatrixRMaj(0, 0);
    private final FMatrixRMaj b = new FMatrixRMaj(0, 0);
    private final FMatrixRMaj c = new FMatrixRMaj(0, 0);
  }

  /** Wrappers are reused: a step allocates nothing. */
  private final ThreadLocal<Matrices> matrices = ThreadLocal.withInitial(Matrices::new);

  @Override
  public String name() {
    return "ejml";
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
    Matrices on = matrices.get();
    FMatrixRMaj left = wrap(on.a, a, transposeA ? k : m, transposeA ? m : k);
    FMatrixRMaj right = wrap(on.b, b, transposeB ? n : k, transposeB ? k : n);
    FMatrixRMaj out = wrap(on.c, c, m, n);
    if (beta == 0) {
      Arrays.fill(c, 0, m * n, 0);
    } else if (beta != 1) {
      CommonOps_FDRM.scale(beta, out);
    }
    if (transposeA && transposeB) {
      CommonOps_FDRM.multAddTransAB(alpha, left, right, out);
    } else if (transposeA) {
      CommonOps_FDRM.multAddTransA(alpha, left, right, out);
    } else if (transposeB) {
      CommonOps_FDRM.multAddTransB(alpha, left, right, out);
    } else {
      CommonOps_FDRM.multAdd(alpha, left, right, out);
    }
  }

  /** {@code CovarianceOps} does not notice a small matrix that is not positive definite. */
  @Override
  public boolean invert(int n, float[] a) {
    LinearSolverDense<FMatrixRMaj> cholesky = LinearSolverFactory_FDRM.symmPosDef(n);
    FMatrixRMaj inverse = wrap(new FMatrixRMaj(0, 0), a, n, n);
    if (!cholesky.setA(inverse.copy())) { // decomposed in place
      return false;
    }
    cholesky.invert(inverse);
    return true;
  }

  private static FMatrixRMaj wrap(FMatrixRMaj matrix, float[] data, int rows, int cols) {
    matrix.data = data;
    matrix.numRows = rows;
    matrix.numCols = cols;
    return matrix;
  }
}
