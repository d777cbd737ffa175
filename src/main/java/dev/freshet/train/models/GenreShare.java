package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * What the genres of movies have in common, by ridge regression of the movies' numbers, column by
 * column; each movie weighs its number of ratings.
 *
 * <pre>
 *   (Gᵀ N G + I) S = Gᵀ N M      M movies × columns, N the numbers of ratings, S genres × columns
 * </pre>
 *
 * @param genres G, movies × genres
 * @param ofGenres S, genres × columns
 */
record GenreShare(Csr genres, FMatrixRMaj ofGenres) {

  /**
   * Solves for S.
   *
   * @param movies M; rows that begin with NaN are not known and do not count
   * @param roots 1/√(number of ratings) of each movie; 0 for none
   */
  static GenreShare of(FMatrixRMaj movies, Csr genres, float[] roots) {
    int g = genres.cols();
    int k = movies.numCols;
    FMatrixRMaj system = CommonOps_FDRM.identity(g);
    FMatrixRMaj right = new FMatrixRMaj(g, k);
    for (int m = 0; m < movies.numRows; m++) {
      if (roots[m] == 0 || !StartFactors.isKnown(movies, m)) {
        continue;
      }
      float n = 1 / (roots[m] * roots[m]);
      for (int e = genres.rowStart(m); e < genres.rowStart(m + 1); e++) {
        int row = genres.columns()[e];
        float weight = n * genres.values()[e];
        for (int j = 0; j < k; j++) {
          right.data[row * k + j] += weight * movies.data[m * k + j];
        }
        for (int f = genres.rowStart(m); f < genres.rowStart(m + 1); f++) {
          system.data[row * g + genres.columns()[f]] += weight * genres.values()[f];
        }
      }
    }
    FMatrixRMaj solved = new FMatrixRMaj(g, k);
    CommonOps_FDRM.solve(system, right, solved);
    return new GenreShare(genres, solved);
  }

  /** Takes the genres' share out of the same movies, in place: what is left is their own. */
  FMatrixRMaj ownOf(FMatrixRMaj movies) {
    int k = movies.numCols;
    for (int m = 0; m < movies.numRows; m++) {
      for (int e = genres.rowStart(m); e < genres.rowStart(m + 1); e++) {
        int genre = genres.columns()[e];
        for (int j = 0; j < k; j++) {
          movies.data[m * k + j] -= genres.values()[e] * ofGenres.data[genre * k + j];
        }
      }
    }
    return movies;
  }
}
