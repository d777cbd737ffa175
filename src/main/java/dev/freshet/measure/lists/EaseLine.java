package dev.freshet.measure.lists;

import dev.freshet.autodiff.Kernels;
import dev.freshet.data.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Orders movies by a linear autoencoder in closed form (Steck 2019, eq. 8) of all that each user
 * took: s_j = −Σ_i P_ij / P_jj over the user's takes i, P = (XᵀX + λI)⁻¹, X users × movies with 1
 * at takes that count half of a liked rating or more. P is made anew at every tenth of the stream,
 * of the movies that were taken most; the user's takes are always the newest.
 */
final class EaseLine implements Line {

  /** The inverse of so many rows takes 100 MB. */
  private static final int MOST_MOVIES = 5_000;

  private static final int PARTS = 10;

  private final Takes takes;
  private final Kernels kernels;
  private final float lambda;
  private final List<List<Integer>> taken = new ArrayList<>();
  private final int[] counts;
  private int[] columns = {};
  private final int[] columnOf;
  private float[] inverse = {};
  private int nextFit = 1;

  /**
   * The order.
   *
   * @param lambda L2, in takes
   */
  EaseLine(Takes takes, Kernels kernels, float lambda) {
    this.takes = takes;
    this.kernels = kernels;
    this.lambda = lambda;
    this.counts = new int[takes.ratings().movieIds().size()];
    this.columnOf = new int[counts.length];
    takes.ratings().userIds().forEach(user -> taken.add(new ArrayList<>()));
  }

  @Override
  public void score(int event, double[] scores) {
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    int n = columns.length;
    double[] sums = new double[n];
    for (int movie : taken.get(takes.ratings().user(event))) {
      int row = columnOf[movie];
      for (int j = 0; row >= 0 && j < n; j++) {
        sums[j] -= inverse[row * n + j];
      }
    }
    for (int j = 0; j < n; j++) {
      scores[columns[j]] = sums[j] / inverse[j * n + j];
    }
  }

  @Override
  public void learn(int event) {
    Ratings ratings = takes.ratings();
    if (takes.isWhole(event)) {
      taken.get(ratings.user(event)).add(ratings.movie(event));
      counts[ratings.movie(event)]++;
    }
    if (nextFit < PARTS && event + 1 >= (double) nextFit * ratings.size() / PARTS) {
      nextFit++;
      fit();
    }
  }

  private void fit() {
    columns =
        IntStream.range(0, counts.length)
            .filter(movie -> counts[movie] > 0)
            .boxed()
            .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
            .limit(MOST_MOVIES)
            .mapToInt(Integer::intValue)
            .toArray();
    int n = columns.length;
    Arrays.fill(columnOf, -1);
    for (int j = 0; j < n; j++) {
      columnOf[columns[j]] = j;
    }
    float[] gram = inverse.length == n * n ? inverse : new float[n * n];
    Arrays.fill(gram, 0);
    for (List<Integer> movies : taken) {
      int[] known = movies.stream().mapToInt(m -> columnOf[m]).filter(j -> j >= 0).toArray();
      for (int i : known) {
        for (int j : known) {
          gram[i * n + j]++;
        }
      }
    }
    for (int j = 0; j < n; j++) {
      gram[j * n + j] += lambda;
    }
    if (!kernels.invert(n, gram)) {
      throw new IllegalStateException("cannot invert XᵀX + " + lambda + "·I of " + n + " rows");
    }
    inverse = gram;
  }
}
