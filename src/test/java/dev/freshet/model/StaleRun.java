package dev.freshet.model;

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
    double[][] squares = new double[2][3];
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
      double[] half = squares[n < stream.size() / 2 ? 0 : 1];
      half[0] += square(rating - sgd.predict(user, replica[i]));
      half[1] += square(rating - sgd.predictBaseline(user, replica[i]));
      half[2] += square(rating - (n == 0 ? stream.scale().middle() : sum / n));
      users[u] = sgd.stepUser(user, replica[i], rating);
      fresh[i] = sgd.stepMovie(user, fresh[i], rating);
      if (staleness == 0) {
        replica[i] = fresh[i];
      } else {
        underway[n % staleness] = fresh[i];
      }
      sum += rating;
    }
    int n = stream.size();
    int second = n - n / 2;
    return new StaleRun(
        Math.sqrt((squares[0][0] + squares[1][0]) / n),
        Math.sqrt(squares[1][0] / second),
        Math.sqrt((squares[0][1] + squares[1][1]) / n),
        Math.sqrt(squares[1][1] / second),
        Math.sqrt((squares[0][2] + squares[1][2]) / n),
        Math.sqrt(squares[1][2] / second));
  }

  private static double square(double x) {
    return x * x;
  }
}
