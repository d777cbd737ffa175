package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.SequentialLearner;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Orders movies by predicted rating, damped where little was learned: b_i + p_u·q_i − damping ·
 * w/√(n_i+1), w the width of the scale. Learned by one thread, nothing stale, from ratings alone:
 * p_u is 0 of who gave none.
 */
final class PredictedRatings implements Line {

  private final Ratings ratings;
  private final SequentialLearner learner;
  private final float damping;
  private final @Nullable Factors[] movies;

  /**
   * The order.
   *
   * @param damping in widths of the scale
   */
  PredictedRatings(Ratings ratings, OnlineSgd sgd, float damping) {
    this.ratings = ratings;
    this.learner = new SequentialLearner(sgd);
    this.damping = damping * (sgd.scale().max() - sgd.scale().min());
    this.movies = new Factors[ratings.movieIds().size()];
  }

  @Override
  public void score(int event, double[] scores) {
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    @Nullable Factors user = learner.user(ratings.userIds().get(ratings.user(event)));
    float[] p = user == null ? new float[0] : user.vector();
    for (int i = 0; i < movies.length; i++) {
      Factors movie = movies[i];
      if (movie != null) {
        float[] q = movie.vector();
        float dot = 0;
        for (int f = 0; f < p.length; f++) {
          dot += p[f] * q[f];
        }
        scores[i] = movie.bias() + dot - damping / Math.sqrt(movie.steps() + 1.0);
      }
    }
  }

  @Override
  public void learn(int event) {
    if (!ratings.isRating(event)) {
      return;
    }
    String movieId = ratings.movieIds().get(ratings.movie(event));
    learner.learn(ratings.userIds().get(ratings.user(event)), movieId, ratings.rating(event));
    movies[ratings.movie(event)] = learner.movie(movieId);
  }
}
