package dev.freshet.autodiff;

import org.ejml.data.FMatrixRMaj;

/**
 * How much room arrays get that are used again for batches of different sizes. At first they get as
 * much as is needed, since most sizes never change. Once a size changes they get half as much
 * again, so that they soon stop growing.
 */
final class Room {

  /** Some JVMs cannot make longer arrays. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private Room() {}

  /**
   * The length of a new array.
   *
   * @param length of the array that is too short
   * @param needed more than that
   */
  static int capacity(int length, int needed) {
    boolean first = length <= 1;
    return first ? needed : (int) Math.max(needed, Math.min(MOST, needed + needed / 2L));
  }

  /** Gives the matrix another shape; its entries are left over. Allocates only to grow. */
  static void reshape(FMatrixRMaj matrix, int rows, int cols) {
    if (matrix.data.length < rows * cols) {
      matrix.data = new float[capacity(matrix.data.length, rows * cols)];
    }
    matrix.reshape(rows, cols);
  }
}
