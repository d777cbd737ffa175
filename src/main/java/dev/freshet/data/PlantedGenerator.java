package dev.freshet.data;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes the set of a {@link PlantedShape}. */
final class PlantedGenerator {
  private static final long START = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
  private static final long STEP = Duration.ofMinutes(1).toMillis();

  private final PlantedShape shape;
  private final Random random;
  private final double[][] userFactors;
  private final double[][] movieFactors;

  PlantedGenerator(PlantedShape shape) {
    this.shape = shape;
    random = new Random(shape.seed());
    userFactors = Gaussians.matrix(random, shape.users(), shape.rank(), shape.userSd());
    movieFactors = Gaussians.matrix(random, shape.movies(), shape.rank(), shape.movieSd());
  }

  RatingSet generate() {
    Ratings.Builder ratings = new Ratings.Builder();
    BitSet[] rated = new BitSet[shape.users()];
    while (ratings.size() < shape.ratings()) {
      int user = random.nextInt(shape.users());
      double x = random.nextDouble();
      int movie = (int) (shape.movies() * x * x);
      if (rated[user] == null) {
        rated[user] = new BitSet(shape.movies());
      }
      if (!rated[user].get(movie)) {
        rated[user].set(movie);
        long time = START + STEP * ratings.size();
        ratings.add(userId(user), movieId(movie), rating(user, movie), time);
      }
    }
    return new RatingSet("planted", ratings.build(), movies(shape.movies()), Scale.MOVIELENS);
  }

  private float rating(int user, int movie) {
    double exact =
        shape.mean()
            + Gaussians.dot(userFactors[user], movieFactors[movie])
            + shape.noiseSd() * random.nextGaussian();
    return Scale.MOVIELENS.clip((float) (Math.rint(2 * exact) / 2));
  }

  /** The id of a generated user, from 1 as MovieLens counts. */
  static String userId(int index) {
    return Integer.toString(index + 1);
  }

  /** The id of a generated movie, from 1 as MovieLens counts. */
  static String movieId(int index) {
    return Integer.toString(index + 1);
  }

  /** A catalogue of {@code count} generated movies. */
  static List<Movie> movies(int count) {
    return IntStream.range(0, count).mapToObj(i -> movie(i, List.of())).toList();
  }

  /** A generated movie. */
  static Movie movie(int index, List<String> genres) {
    return new Movie(movieId(index), "Movie " + movieId(index), genres, null);
  }
}
