package dev.freshet.train.models;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/**
 * Factors that training begins from instead of random ones, by a table's indices; whoever is not
 * known begins as ever. Biases are not among them: these are fitted anew in no time. Training takes
 * the matrices over and changes them.
 *
 * @param users users × rank; NaN in the row of a user that is not known
 * @param movies movies × rank; NaN in the row of a movie that is not known
 */
public record StartFactors(FMatrixRMaj users, FMatrixRMaj movies) {

  /** Nobody is known yet. */
  public static StartFactors unknown(int users, int movies, int rank) {
    return new StartFactors(unknown(users, rank), unknown(movies, rank));
  }

  private static FMatrixRMaj unknown(int rows, int rank) {
    FMatrixRMaj out = new FMatrixRMaj(rows, rank);
    Arrays.fill(out.data, Float.NaN);
    return out;
  }

  /** Makes a row of one of the matrices known. */
  public static void set(FMatrixRMaj matrix, int row, float[] factors) {
    System.arraycopy(factors, 0, matrix.data, row * matrix.numCols, matrix.numCols);
  }

  /** Whether a row is known. */
  static boolean isKnown(FMatrixRMaj matrix, int row) {
    return !Float.isNaN(matrix.data[row * matrix.numCols]);
  }

  /**
   * Fills the rows that {@code known} lacks from {@code other}, same shape; returns {@code known}.
   */
  static FMatrixRMaj orElse(FMatrixRMaj known, FMatrixRMaj other) {
    int k = known.numCols;
    for (int row = 0; row < known.numRows; row++) {
      if (!isKnown(known, row)) {
        System.arraycopy(other.data, row * k, known.data, row * k, k);
      }
    }
    return known;
  }
}
