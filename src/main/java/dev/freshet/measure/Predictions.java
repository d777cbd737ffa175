package dev.freshet.measure;

import dev.freshet.data.Ratings;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.SequentialLearner;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was predicted for each rating of a file before it was learned, in file order; {@code NaN}
 * where nothing was, as for events that are no ratings.
 *
 * <p>The live predictions are those that the processors stored with each rating, read back from the
 * rating matrix's changelog.
 */
final class Predictions {

  private final Ratings ratings;
  private final float[] online;
  private final float[] bias;
  private final float[] mean;

  private Predictions(Ratings ratings) {
    this.ratings = ratings;
    this.online = nothing(ratings.size());
    this.bias = nothing(ratings.size());
    this.mean = nothing(ratings.size());
  }

  private static float[] nothing(int size) {
    float[] none = new float[size];
    Arrays.fill(none, Float.NaN);
    return none;
  }

  /** By the sequential learner. */
  static Predictions sequential(Ratings ratings, OnlineSgd sgd) {
    Predictions predictions = new Predictions(ratings);
    SequentialLearner learner = new SequentialLearner(sgd);
    for (int i = 0; i < ratings.size(); i++) {
      if (!ratings.isRating(i)) {
        continue;
      }
      var p =
          learner.learn(
              ratings.userIds().get(ratings.user(i)),
              ratings.movieIds().get(ratings.movie(i)),
              ratings.rating(i));
      predictions.online[i] = p.online();
      predictions.bias[i] = p.baseline();
      predictions.mean[i] = p.runningMean();
    }
    return predictions;
  }

  /** By the live system: from all versions in the matrix's changelog. */
  static Predictions live(Ratings ratings, String bootstrapServers, String changelog) {
    Predictions predictions = new Predictions(ratings);
    EventIndex index = new EventIndex(ratings);
    WholeTopic.read(
        bootstrapServers,
        changelog,
        record -> {
          if (record.value() != null) {
            StoredRating stored = StoredRating.fromBytes(record.value());
            int i =
                index.find(
                    RatingKey.userId(record.key()),
                    RatingKey.movieId(record.key()),
                    stored.eventTime());
            if (i >= 0) {
              predictions.online[i] = stored.prediction();
              predictions.bias[i] = stored.baseline();
            }
          }
        });
    return predictions;
  }

  float[] online() {
    return online;
  }

  float[] bias() {
    return bias;
  }

  float[] mean() {
    return mean;
  }

  /**
   * RMSE of predictions {@code of} over the ratings among events {@code from} (inclusive) to {@code
   * to} (exclusive); null where there is none that was predicted.
   */
  @Nullable Double rmse(float[] of, int from, int to) {
    double sum = 0;
    long n = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isNaN(of[i])) {
        double e = ratings.rating(i) - of[i];
        sum += e * e;
        n++;
      }
    }
    return n == 0 ? null : Math.sqrt(sum / n);
  }

  /** Finds the place of a rating in a file. */
  private static final class EventIndex {
    private final Ratings ratings;
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<String, Integer> movies = new HashMap<>();
    private final Map<Long, Integer> newest = new HashMap<>();
    private final int[] previous;

    EventIndex(Ratings ratings) {
      this.ratings = ratings;
      ratings.userIds().forEach(id -> users.put(id, users.size()));
      ratings.movieIds().forEach(id -> movies.put(id, movies.size()));
      previous = new int[ratings.size()];
      for (int i = 0; i < ratings.size(); i++) {
        if (ratings.isRating(i)) {
          Integer before = newest.put(pair(ratings.user(i), ratings.movie(i)), i);
          previous[i] = before == null ? -1 : before;
        }
      }
    }

    private static long pair(int user, int movie) {
      return ((long) user << Integer.SIZE) | movie;
    }

    int find(String userId, String movieId, long eventTime) {
      Integer user = users.get(userId);
      Integer movie = movies.get(movieId);
      if (user == null || movie == null) {
        return -1;
      }
      int i = newest.getOrDefault(pair(user, movie), -1);
      while (i >= 0 && ratings.eventTime(i) != eventTime) {
        i = previous[i];
      }
      return i;
    }
  }
}
