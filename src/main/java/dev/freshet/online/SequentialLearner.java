package dev.freshet.online;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns users and movies on one thread, so that no factors are ever stale. The error of the
 * stream's two sides is compared with the error of this learner. Not thread-safe.
 */
public final class SequentialLearner {
  private final OnlineSgd sgd;
  private final Map<String, Factors> users = new HashMap<>();
  private final Map<String, Factors> movies = new HashMap<>();
  private double sumOfRatings;
  private long ratings;

  /**
   * What was predicted before a rating was learned, in rating units.
   *
   * @param online by biases and vectors
   * @param baseline by biases alone
   * @param runningMean the mean of all ratings before this one; the middle of the scale at first
   */
  public record Prediction(float online, float baseline, float runningMean) {}

  /** A learner that knows nothing yet. */
  public SequentialLearner(OnlineSgd sgd) {
    this.sgd = sgd;
  }

  /** The user as learned so far; null for one of whom nothing is known. */
  public @Nullable Factors user(String userId) {
    return users.get(userId);
  }

  /** The movie as learned so far; null for one of which nothing is known. */
  public @Nullable Factors movie(String movieId) {
    return movies.get(movieId);
  }

  /** Predicts, then learns one rating (test-then-train). */
  public Prediction learn(String userId, String movieId, float rating) {
    float mean = ratings == 0 ? sgd.scale().middle() : (float) (sumOfRatings / ratings);
    Factors user = users.get(userId);
    if (user == null) {
      user = sgd.starts().newUser(userId, 0, sgd.starts().priorBias(sumOfRatings, ratings));
    }
    Factors movie = movies.get(movieId);
    if (movie == null) {
      movie = sgd.starts().newMovie(movieId, 0);
    }
    Prediction prediction =
        new Prediction(sgd.predict(user, movie), sgd.predictBaseline(user, movie), mean);
    users.put(userId, sgd.stepUser(user, movie, rating));
    movies.put(movieId, sgd.stepMovie(user, movie, rating));
    sumOfRatings += rating;
    ratings++;
    return prediction;
  }
}
