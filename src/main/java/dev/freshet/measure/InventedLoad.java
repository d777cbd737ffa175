package dev.freshet.measure;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import dev.freshet.wire.RatingEvent;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Ratings by invented users of invented movies, at any rate. Their values mean nothing: only the
 * work that they cause is measured. Not thread-safe.
 */
final class InventedLoad {

  private static final int STEPS = 9;
  private static final int ATTEMPTS = 1_000;

  private final int users;
  private final int movies;
  private final Scale scale;
  private final long pauseMillis;
  private final long[] ratedAt;
  private final Random random;

  /**
   * A load.
   *
   * @param pause least time between two ratings of the same user
   */
  InventedLoad(int users, int movies, Scale scale, Duration pause, long seed) {
    this.users = users;
    this.movies = movies;
    this.scale = scale;
    this.pauseMillis = pause.toMillis();
    this.ratedAt = new long[users];
    this.random = new Random(seed);
  }

  /** The catalogue. */
  List<Movie> catalogue() {
    return IntStream.range(0, movies)
        .mapToObj(i -> new Movie(movieId(i), "Film number " + i, List.of(), null))
        .toList();
  }

  /** A rating of before: users in turn, so that all have about the same number. */
  RatingEvent past(int number, long nowMillis) {
    return event(number % users, nowMillis);
  }

  /**
   * A rating by some user who has paused long enough.
   *
   * @throws IllegalStateException if there are too few of them for such a rate
   */
  RatingEvent next(long nowMillis) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int user = random.nextInt(users);
      if (nowMillis - ratedAt[user] >= pauseMillis) {
        ratedAt[user] = nowMillis;
        return event(user, nowMillis);
      }
    }
    throw new IllegalStateException(
        users + " users who pause " + pauseMillis + " ms cannot give so many ratings");
  }

  /** Movie ⌊movies·x²⌋ for uniform x: few have most of the ratings. */
  private RatingEvent event(int user, long millis) {
    double x = random.nextDouble();
    String movieId = movieId((int) (movies * x * x));
    float share = random.nextInt(STEPS + 1) / (float) STEPS;
    float rating = scale.clip(scale.min() + share * (scale.max() - scale.min()));
    return new RatingEvent(RatingEvent.Kind.RATE, "u" + user, movieId, rating, millis);
  }

  private static String movieId(int number) {
    return "m" + number;
  }
}
