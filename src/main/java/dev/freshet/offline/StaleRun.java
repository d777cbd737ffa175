package dev.freshet.offline;

import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a stream as the two sides make it. The user side sees every movie as it was {@code
 * staleness} ratings ago. The movie side steps its own fresh factors with the user factors sent.
 *
 * @param online RMSE of biases and vectors, whole stream
 * @param onlineSecondHalf RMSE of biases and vectors over the second half
 * @param baseline RMSE of biases alone, whole stream
 * @param baselineSecondHalf RMSE of biases alone over the second half
 * @param mean RMSE of the running mean, whole stream
 * @param meanSecondHalf RMSE of the running mean over the second half
 */
record StaleRun(
    double online,
    double onlineSecondHalf,
    double baseline,
    double baselineSecondHalf,
    double mean,
    double meanSecondHalf) {

  /**
   * Makes the pass.
   *
   * @param order places of the set's ratings, each once
   * @param staleness ratings that the user side's movies are behind
   */
  static StaleRun over(RatingSet set, int[] order, OnlineSgd.Settings settings, int staleness) {
    Ratings ratings = set.ratings();
    OnlineSgd sgd = new OnlineSgd(settings, set.scale());
    @Nullable Factors[] users = new Factors[ratings.userIds().size()];
    Factors[] fresh = new Factors[ratings.movieIds().size()];
    Arrays.setAll(fresh, i -> sgd.starts().newMovie(ratings.movieIds().get(i), 0));
    Factors[] replica = fresh.clone();
    Factors[] underway = new Factors[Math.max(1, staleness)]; // ring: stepped, not yet seen
    HalfErrors errors = new HalfErrors();
    double sum = 0;
    for (int n = 0; n < order.length; n++) {
      int u = ratings.user(order[n]);
      int i = ratings.movie(order[n]);
      float rating = ratings.rating(order[n]);
      if (staleness > 0 && n >= staleness) {
        replica[ratings.movie(order[n - staleness])] = underway[n % staleness];
      }
      Factors user = users[u];
      if (user == null) {
        user = sgd.starts().newUser(ratings.userIds().get(u), 0, sgd.starts().priorBias(sum, n));
      }
      errors.add(
          2 * n < order.length,
          rating,
          sgd.predict(user, replica[i]),
          sgd.predictBaseline(user, replica[i]),
          n == 0 ? set.scale().middle() : (float) (sum / n));
      users[u] = sgd.stepUser(user, replica[i], rating);
      fresh[i] = sgd.stepMovie(user, fresh[i], rating);
      if (staleness == 0) {
        replica[i] = fresh[i];
      } else {
        underway[n % staleness] = fresh[i];
      }
      sum += rating;
    }
    return errors.run();
  }

  /** Sums of squared errors of the two halves of a stream. */
  static final class HalfErrors {
    private final int[] counts = new int[2];
    private final double[][] squares = new double[2][3];

    void add(boolean firstHalf, float rating, float online, float baseline, float mean) {
      int half = firstHalf ? 0 : 1;
      counts[half]++;
      float[] predictions = {online, baseline, mean};
      for (int by = 0; by < 3; by++) {
        double error = (double) rating - predictions[by];
        squares[half][by] += error * error;
      }
    }

    StaleRun run() {
      return new StaleRun(whole(0), second(0), whole(1), second(1), whole(2), second(2));
    }

    private double whole(int by) {
      return Math.sqrt((squares[0][by] + squares[1][by]) / (counts[0] + counts[1]));
    }

    private double second(int by) {
      return Math.sqrt(squares[1][by] / counts[1]);
    }
  }
}
