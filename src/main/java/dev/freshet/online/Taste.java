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

  /** What sums of vectors are multiplied by: 1 / √(Σ|a|); 0 where nothing is known of the user. */
  float scale() {
    return scale;
  }

  private static float dot(float[] x, float @Nullable [] y) {
    if (y == null || y.length != x.length) {
      return Float.NaN;
    }
    float a = 0; // four sums: one that waits for itself takes three times as long
    float b = 0;
    float c = 0;
    float d = 0;
    int f = 0;
    for (; f + 3 < x.length; f += 4) {
      a += x[f] * y[f];
      b += x[f + 1] * y[f + 1];
      c += x[f + 2] * y[f + 2];
      d += x[f + 3] * y[f + 3];
    }
    float sum = a + b + (c + d);
    for (; f < x.length; f++) {
      sum += x[f] * y[f];
    }
    return sum;
  }
}
