package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.measure.lists.Answers;
import dev.freshet.measure.lists.ListFindings;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.StepSize;
import dev.freshet.online.UserFoldIn;
import dev.freshet.stream.ListSettings;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A dozen ratings whose figures can be worked out by hand, on one partition. Vectors and movies
 * stay at 0. A user's bias moves half of the error, the baseline's does not move at all. Before
 * each new user all ratings add up to their number times 3, so a user starts at 3.
 *
 * <pre>
 *   user  rating  online  biases  mean so far
 *   u1      5      3        3      3
 *   u1      4      4        3      5
 *   u1      1      4        3      4.5
 *   u1      2      2.5      3      10/3
 *   u2      3      3        3      3
 *   u2      5      3        3      3
 *   u2      3      4        3      20/6
 *   u2      1      3.5      3      23/7
 *   u3      1      3        3      3
 *   u3      2      2        3      25/9
 *   u3      4      2        3      2.7
 *   u3      5      3        3      31/11
 * </pre>
 */
final class ToyStream {

  static final int RATINGS = 12;
  static final int USERS = 3;

  private static final float[] RATING = {5, 4, 1, 2, 3, 5, 3, 1, 1, 2, 4, 5};
  private static final double[] ONLINE = {3, 4, 4, 2.5, 3, 3, 4, 3.5, 3, 2, 2, 3};
  private static final double[] MEAN = {
    3, 5, 4.5, 10 / 3., 3, 3, 20 / 6., 23 / 7., 3, 25 / 9., 2.7, 31 / 11.
  };

  /** As good as 0, which no rate may be. */
  private static final StepSize STILL = StepSize.constant(1e-30f);

  private ToyStream() {}

  /** The ratings, each user's of four of six movies. */
  static RatingSet read(Path directory) throws IOException {
    return readOn(directory, new Scale(1, 5), 0, RATING[0]);
  }

  /** The ratings with another one at a place. */
  static RatingSet readOn(Path directory, Scale scale, int place, float other) throws IOException {
    StringBuilder ratings = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < RATINGS; i++) {
      ratings.append(
          "u%d,m%d,%.1f,%d%n"
              .formatted(1 + i / 4, 1 + i % 4, i == place ? other : RATING[i], 1_000_000_000 + i));
    }
    StringBuilder movies = new StringBuilder("movieId,title,genres\n");
    for (int m = 1; m <= 6; m++) {
      movies.append("m%d,Movie %d (2000),(no genres listed)%n".formatted(m, m));
    }
    Files.writeString(directory.resolve("movies.csv"), movies);
    return RatingFiles.open(Files.writeString(directory.resolve("ratings.csv"), ratings), scale);
  }

  /** How it is learned; an evaluation has a cluster and a directory of its own. */
  static StreamSettings settings() {
    StepSize half = StepSize.constant(.5f);
    OnlineSgd.Settings sgd =
        new OnlineSgd.Settings(
            null,
            2,
            0,
            Map.of(
                OnlineSgd.Rate.USER_BIAS, half,
                OnlineSgd.Rate.MOVIE_BIAS, STILL,
                OnlineSgd.Rate.USER_VECTOR, STILL,
                OnlineSgd.Rate.MOVIE_VECTOR, STILL,
                OnlineSgd.Rate.USER_BASELINE, STILL,
                OnlineSgd.Rate.MOVIE_BASELINE, STILL),
            0,
            new UserFoldIn.Settings(1, 0, 1),
            1);
    return new StreamSettings(
        new Deployment(KafkaSettings.NONE, "", 1),
        Path.of(""),
        new StreamSettings.Processing(
            StreamSettings.Guarantee.EXACTLY_ONCE_V2, Duration.ofMillis(50), 8 << 20, 0, 32 << 20),
        sgd,
        new Scale(1, 5),
        new StreamSettings.UserSide(
            1, ListSettings.defaults(), Duration.ofDays(30), StreamSettings.UnknownMovies.ACCEPT),
        new StreamSettings.MovieSide(1),
        StalenessGate.Settings.defaults(),
        Duration.ofMillis(200));
  }

  /**
   * Questions are the first 4s and 5s from the fifth rating on, of movies that were rated before:
   * u2 of m2, u3 of m3 and m4. Of six movies none is beyond place 10.
   *
   * @param served names of the live lists
   */
  static void assertListsWereAskedFor(ListFindings lists, List<String> served) {
    Map<String, Object> map = lists.toMap();
    assertEquals(3, map.get("questions"));
    assertEquals(2, map.get("questionsSecondHalf"));
    assertEquals(0, map.get("questionsUnhurried"));
    assertEquals(4f, map.get("likedFrom"));
    assertEquals(served, List.copyOf(lists.paced().answers().keySet()));
    assertEquals(served, List.copyOf(lists.usual().answers().keySet()));
    for (ListFindings.Replayed replayed : List.of(lists.paced(), lists.usual())) {
      replayed.answers().forEach((name, answers) -> assertAllHit(lists, name, answers));
      assertTrue(replayed.staleness().p99() <= RATINGS, replayed.toString());
    }
    assertEquals(
        Set.of("popularity", "recentPopularity", "predictedRating", "transitions", "ease"),
        lists.references().keySet());
    lists.references().forEach((name, answers) -> assertAllHit(lists, name, answers));
  }

  private static void assertAllHit(ListFindings lists, String name, Answers answers) {
    Map<String, Double> figures = lists.figures(answers);
    assertEquals(1, figures.get("recallAt10"), name);
    assertEquals(1, figures.get("recallAt20SecondHalf"), name);
    assertFalse(figures.containsKey("mrrUnhurried"), "nobody took a minute");
  }

  /** Root mean squared error of learning online, from rating {@code from} on. */
  static double online(int from) {
    return rmse(ONLINE, from);
  }

  /** Root mean squared error of biases alone, which stay at 3. */
  static double bias(int from) {
    return rmse(new double[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, from);
  }

  /** Root mean squared error of the mean of all ratings before each. */
  static double mean() {
    return rmse(MEAN, 0);
  }

  /** Root mean squared error of predictions, from rating {@code from} on. */
  static double rmse(double[] predicted, int from) {
    double sum = 0;
    for (int i = from; i < RATINGS; i++) {
      sum += (RATING[i] - predicted[i]) * (RATING[i] - predicted[i]);
    }
    return Math.sqrt(sum / (RATINGS - from));
  }
}
