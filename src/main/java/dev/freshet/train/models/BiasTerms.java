package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.train.RatingTable;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * r̂ = μ + b_user + b_movie (Koren, Bell, Volinsky 2009, "Matrix Factorization Techniques", eq. 3).
 * A user or movie without ratings has bias 0.
 *
 * @param mean μ
 * @param user bias of each user
 * @param movie bias of each movie
 * @param userDamping ratings of 0 that each user is given beside his own; infinite where users have
 *     no bias
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
record BiasTerms(float mean, float[] user, float[] movie, float userDamping) {

  /** What serves as a base for other models. */
  private static final int PASSES = 10;

  /** Ratings of 0 that each user and movie is given beside its own, below other models. */
  private static final float DAMPING = 5;

  /** Biases for use below other models: damping 5 for users and 5 for movies. */
  static BiasTerms of(RatingTable train) {
    return of(train, DAMPING, DAMPING, PASSES);
  }

  /**
   * Minimises Σ(r − μ − b_u − b_m)² + λ_u Σ b_u² + λ_m Σ b_m² by turns: with the others held, b_m =
   * Σ(r − μ − b_u) / (n_m + λ_m), and so for users.
   *
   * @param userDamping λ_u, in ratings
   * @param movieDamping λ_m, in ratings
   */
  static BiasTerms of(RatingTable train, float userDamping, float movieDamping, int passes) {
    BiasTerms terms = none(train, train.mean(), userDamping);
    for (int pass = 0; pass < passes; pass++) {
      fit(train, train.movie(), terms.movie, train.user(), terms.user, terms.mean, movieDamping);
      fit(train, train.user(), terms.user, train.movie(), terms.movie, terms.mean, userDamping);
    }
    return terms;
  }

  /** One side's biases, given the other side's. Modifies {@code biases}. */
  private static void fit(
      RatingTable train,
      int[] side,
      float[] biases,
      int[] otherSide,
      float[] otherBiases,
      float mean,
      float damping) {
    double[] sum = new double[biases.length];
    int[] count = new int[biases.length];
    for (int i = 0; i < train.size(); i++) {
      sum[side[i]] += train.rating()[i] - mean - otherBiases[otherSide[i]];
      count[side[i]]++;
    }
    for (int i = 0; i < biases.length; i++) {
      biases[i] = count[i] == 0 ? 0 : (float) (sum[i] / (count[i] + damping));
    }
  }

  /** No biases: only the mean. */
  static BiasTerms meanOnly(RatingTable train) {
    return constant(train, train.mean());
  }

  /** A number for all, no biases. */
  static BiasTerms constant(RatingTable train, float number) {
    return none(train, number, Float.POSITIVE_INFINITY);
  }

  private static BiasTerms none(RatingTable train, float mean, float userDamping) {
    return new BiasTerms(mean, new float[train.users()], new float[train.movies()], userDamping);
  }

  /**
   * Biases of genres.
   *
   * @param genres movies × genres
   * @param roots 1/√(number of ratings) of each movie; 0 for none
   * @return genres × 1
   */
  FMatrixRMaj ofGenres(Csr genres, float[] roots) {
    return GenreShare.of(StartValues.column(movie), genres, roots).ofGenres();
  }

  /**
   * What is a movie's own of its bias, shrunk towards its genres' instead of to 0.
   *
   * @param ofGenres genres × 1
   * @return movies × 1; 0 where there are no ratings
   */
  FMatrixRMaj ownOfMovies(Csr genres, FMatrixRMaj ofGenres, float[] roots) {
    FMatrixRMaj own = new FMatrixRMaj(movie.length, 1);
    for (int m = 0; m < movie.length; m++) {
      if (roots[m] > 0) {
        float shared = 0;
        for (int e = genres.rowStart(m); e < genres.rowStart(m + 1); e++) {
          shared += genres.values()[e] * ofGenres.data[genres.columns()[e]];
        }
        own.data[m] = movie[m] - shared / (1 + DAMPING * roots[m] * roots[m]); // n/(n+damping)
      }
    }
    return own;
  }

  /** Keeps mean and movie biases, and fits biases of the users who gave these ratings. */
  BiasTerms withUsersOf(RatingTable given) {
    BiasTerms terms = new BiasTerms(mean, new float[given.users()], movie, userDamping);
    fit(given, given.user(), terms.user, given.movie(), movie, mean, userDamping);
    return terms;
  }

  /** Each movie's plain mean; no user biases. */
  static BiasTerms movieMeans(RatingTable train) {
    BiasTerms terms = meanOnly(train);
    fit(train, train.movie(), terms.movie, train.user(), terms.user, terms.mean, 0);
    return terms;
  }

  /** μ + b_user + b_movie, not clipped. */
  float predict(int user, int movie) {
    return mean + this.user[user] + this.movie[movie];
  }

  /** What is left of the ratings, one per rating. */
  float[] residuals(RatingTable table) {
    float[] left = new float[table.size()];
    for (int i = 0; i < left.length; i++) {
      left[i] = table.rating()[i] - predict(table.user()[i], table.movie()[i]);
    }
    return left;
  }

  /** The tensors of a saved model: mean 1 × 1, user_bias users × 1, movie_bias movies × 1. */
  Map<String, FMatrixRMaj> tensors() {
    return Map.of(
        "mean", new FMatrixRMaj(1, 1, true, mean),
        "user_bias", new FMatrixRMaj(user.length, 1, true, user),
        "movie_bias", new FMatrixRMaj(movie.length, 1, true, movie));
  }
}
