package dev.freshet.modelfile;

import dev.freshet.online.Scale;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Predictions from saved factors alone: x = mean + user_bias[u] + movie_bias[i] + users[u] ·
 * movies[i]. Tensors that a model does not have count as 0. The {@link Link} makes a rating of x. A
 * user or movie of index −1 is unknown: its bias and factors count as 0.
 *
 * @param tensors by name: {@link dev.freshet.train.Trained#tensors}
 * @param link from x to the rating
 * @param scale of ratings
 */
public record FactorModel(Map<String, FMatrixRMaj> tensors, Link link, Scale scale) {

  /** How far apart two predictions may be and still count as the same. */
  private static final float TOLERANCE = 1e-3f;

  private static final int SAMPLE = 1000;

  /** From a sum of factors and biases to a rating. */
  public enum Link {
    /** x, clipped to the scale. */
    LINEAR,
    /** min + (max − min)·σ(x − mean): the scale stands for the mean. */
    SIGMOID,
    /** The model is more than its factors: nothing can be said from them alone. */
    NONE
  }

  /** The link by which the tensors reproduce what the model predicts for the pairs of a table. */
  static Link linkOf(
      @Nullable RatingModel model, Map<String, FMatrixRMaj> tensors, RatingTable pairs) {
    if (model == null || !(tensors.containsKey("users") || tensors.containsKey("movie_bias"))) {
      return Link.NONE;
    }
    int n = Math.min(SAMPLE, pairs.size());
    int[] users = java.util.Arrays.copyOf(pairs.user(), n);
    int[] movies = java.util.Arrays.copyOf(pairs.movie(), n);
    float[] truth = model.predict(users, movies);
    for (Link link : new Link[] {Link.LINEAR, Link.SIGMOID}) {
      FactorModel candidate = new FactorModel(tensors, link, pairs.scale());
      boolean same = n > 0;
      for (int i = 0; i < n && same; i++) {
        same = Math.abs(candidate.predict(users[i], movies[i]) - truth[i]) < TOLERANCE;
      }
      if (same) {
        return link;
      }
    }
    return Link.NONE;
  }

  /** The rating that the user would give to the movie. */
  public float predict(int user, int movie) {
    double x = at("user_bias", user) + at("movie_bias", movie);
    FMatrixRMaj p = tensors.get("users");
    FMatrixRMaj q = tensors.get("movies");
    if (p != null && q != null && p.numCols == q.numCols && user >= 0 && movie >= 0) {
      for (int f = 0; f < p.numCols; f++) {
        x += (double) p.data[user * p.numCols + f] * q.data[movie * q.numCols + f];
      }
    }
    double range = (double) scale.max() - scale.min();
    double rating =
        link == Link.SIGMOID ? scale.min() + range / (1 + Math.exp(-x)) : x + at("mean", 0);
    return scale.clip((float) rating);
  }

  /** A number of a column; 0 where there is none. */
  double at(String tensor, int row) {
    FMatrixRMaj column = tensors.get(tensor);
    return column == null || row < 0 ? 0 : column.data[row];
  }
}
