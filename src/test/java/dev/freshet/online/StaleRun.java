package dev.freshet.online;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a stream as the two sides make it: the user side sees every movie as it was {@code
 * staleness} ratings ago, the movie side steps its own fresh factors with the user factors sent.
 *
 * @param online RMSE of biases and vectors, whole stream
 * @param onlineSecondHalf the same over the second half
 * @param baseline RMSE of biases alone, whole stream
 * @param baselineSecondHalf the same over the second half
 * @param mean RMSE of the running mean, whole stream
 * @param meanSecondHalf the same over the second half
 */
record StaleRun(
    double online,
    double onlineSecondHalf,
    double baseline,
    double baselineSecondHalf,
    double mean,
    double meanSecondHalf) {

  static StaleRun over(RatingStream stream, OnlineSgd.Settings settings, int staleness) {
    OnlineSgd sgd = new OnlineSgd(settings, stream.scale());
    @Nullable Factors[] users = new Factors[stream.userIds().size()];
    Factors[] fresh = new Factors[stream.movieIds().size()];
    Arrays.setAll(fresh, i -> sgd.newMovie(stream.movieIds().get(i), 0));
    Factors[] replica = fresh.clone();
    Factors[] underway = new Factors[Math.max(1, staleness)]; // ring: stepped, not yet seen
    Errors errors = new Errors();
    double sum = 0;
    for (int n = 0; n < stream.size(); n++) {
      int u = stream.users()[n];
      int i = stream.movies()[n];
      float rating = stream.ratings()[n];
      if (staleness > 0 && n >= staleness) {
        replica[stream.movies()[n - staleness]] = underway[n % staleness];
      }
      Factors user = users[u];
      if (user == null) {
        user = sgd.newUser(stream.userIds().get(u), 0, sgd.priorBias(sum, n));
      }
      errors.add(
          2 * n < stream.size(),
          rating,
          sgd.predict(user, replica[i]),
          sgd.predictBaseline(user, replica[i]),
          n == 0 ? stream.scale().middle() : (float) (sum / n));
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
  static final class Errors {
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
