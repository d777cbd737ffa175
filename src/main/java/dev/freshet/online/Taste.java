package dev.freshet.online;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a user likes, as a vector: x = Σ_j a_j · y_j / √(Σ_j |a_j|) over the last movies that he
 * liked by a_j, or disliked by −a_j, and that have a {@linkplain RankingVectors vector}. Belongs to
 * no generation of the rating head and is stored nowhere. Working memory of one thread.
 */
final class Taste {

  private RankingVectors vectors = RankingVectors.NONE;
  private float[] sum = {};
  private float scale;

  /**
   * Gets ready for one user.
   *
   * @param liked the last movies that the user liked
   */
  void prepare(RankingVectors of, Likes liked) {
    vectors = of;
    int rank = of.rank();
    if (sum.length != rank) {
      sum = new float[rank];
    } else {
      Arrays.fill(sum, 0);
    }
    float all = 0;
    for (int place = 0; place < liked.size(); place++) {
      float @Nullable [] y = of.get(liked.movies()[place]);
      if (y != null && y.length == rank) {
        float weight = liked.weights()[place];
        all += Math.abs(weight);
        for (int f = 0; f < rank; f++) {
          sum[f] += weight * y[f];
        }
      }
    }
    scale = all == 0 ? 0 : (float) (1 / Math.sqrt(all));
  }

  /** The vectors. */
  RankingVectors vectors() {
    return vectors;
  }

  /** Generation of the ranking head whose vectors these are; 0 for none. */
  int generation() {
    return vectors.generation();
  }

  /** x · y of a movie; NaN where it has no vector or nothing is known of the user. */
  float of(int movie) {
    return scale == 0 ? Float.NaN : scale * dot(sum, vectors.get(movie));
  }

  /**
   * What one of the movies that the user liked adds to x · y of another; 0 where it adds nothing.
   *
   * @param weight by which it was liked
   */
  float part(int liked, float weight, int movie) {
    float @Nullable [] y = vectors.get(liked);
    float part = y == null ? 0 : weight * scale * dot(y, vectors.get(movie));
    return Float.isNaN(part) ? 0 : part;
  }

  private static float dot(float[] x, float @Nullable [] y) {
    if (y == null || y.length != x.length) {
      return Float.NaN;
    }
    float sum = 0;
    for (int f = 0; f < x.length; f++) {
      sum += x[f] * y[f];
    }
    return sum;
  }
}
