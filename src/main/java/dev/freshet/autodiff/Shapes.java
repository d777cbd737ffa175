package dev.freshet.autodiff;

/** Checks what operations need of their arguments; what is wrong is said with both shapes. */
final class Shapes {

  private Shapes() {}

  /** Both have the same rows and columns. */
  static void same(String operation, Node a, Node b) {
    if (a.rows() != b.rows() || a.cols() != b.cols()) {
      throw wrong(operation, a, b);
    }
  }

  /** Both have the same number of rows. */
  static void sameRows(String operation, Node a, Node b) {
    if (a.rows() != b.rows()) {
      throw wrong(operation, a, b);
    }
  }

  /** In each dimension b is as long as a, or 1 and repeated. */
  static void repeats(String operation, Node a, Node b) {
    boolean fits =
        (b.rows() == a.rows() || b.rows() == 1) && (b.cols() == a.cols() || b.cols() == 1);
    if (!fits) {
      throw wrong(operation, a, b);
    }
  }

  /** Columns of op(A) are rows of op(B); op transposes if the flag says so. */
  static void product(Node a, boolean transposeA, Node b, boolean transposeB) {
    if ((transposeA ? a.rows() : a.cols()) != (transposeB ? b.cols() : b.rows())) {
      throw wrong(
          "product" + (transposeA ? " of transposed" : "") + (transposeB ? " with transposed" : ""),
          a,
          b);
    }
  }

  /** The first n of {@code index} are rows of the parameter. */
  static void rows(String operation, Parameter parameter, int[] index, int n) {
    int rows = parameter.value().numRows;
    for (int i = 0; i < n; i++) {
      if (index[i] < 0 || index[i] >= rows) {
        throw new IllegalArgumentException(operation + ": no row " + index[i] + " in " + parameter);
      }
    }
  }

  static IllegalArgumentException wrong(String operation, Object a, Object b) {
    return new IllegalArgumentException(operation + ": " + a + " with " + b);
  }
}
