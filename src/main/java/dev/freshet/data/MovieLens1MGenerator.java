package dev.freshet.data;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes the set of a {@link MovieLens1MShape}. Its constants reproduce, roughly, what is published
 * of MovieLens 1M. Half of the users gave under 100 ratings and the busiest over 2,000. A quarter
 * of the movies was rated by 33 users or fewer, half by 124 or fewer.
 */
final class MovieLens1MGenerator {
  private static final Scale WHOLE_STARS = new Scale(1, 5);
  private static final int RANK = 8;

  /** Standard deviation of the logarithm of a user's ratings beyond the fewest: log-normal. */
  private static final double ACTIVITY_SD = 1.15;

  /** Falls steeply among the favourites: see {@link #logWeight}. */
  private static final double HEAD = 5;

  /** Falls again among the hardly known. */
  private static final double TAIL = 2.5;

  /** How strongly users pick what suits them: log weight per rating unit of taste. */
  private static final double PICKS_BY_TASTE = 1;

  /** Part of the movies' bias that their popularity explains (the rest is drawn). */
  private static final double BIAS_BY_POPULARITY = .6;

  /** From which planted factor on, in standard deviations, it is a genre: 1.7 a movie, as ML-1M. */
  private static final double GENRE_FROM = 1.25;

  private static final Instant FIRST_ARRIVAL = Instant.parse("2000-04-25T00:00:00Z");
  private static final long ARRIVALS_SECONDS = Duration.ofDays(240).toSeconds();
  private static final int SECONDS_BETWEEN_RATINGS = 40;

  /** Chance after each rating that the user goes and returns later. */
  private static final double LEAVES = .003;

  private static final double MEAN_ABSENCE_SECONDS = Duration.ofDays(30).toSeconds();

  private final MovieLens1MShape shape;
  private final Random random;
  private final double[][] userFactors;
  private final double[][] movieFactors;
  private final double[] popularity;
  private final double[] movieBias;

  MovieLens1MGenerator(MovieLens1MShape shape) {
    this.shape = shape;
    random = new Random(shape.seed());
    userFactors = Gaussians.matrix(random, shape.users(), RANK, 1);
    // The sum of RANK products of N(0, 1) and N(0, sd²) has the variance RANK·sd².
    double sd = shape.tasteSd() / Math.sqrt(RANK);
    movieFactors = Gaussians.matrix(random, shape.movies(), RANK, sd);
    popularity = new double[shape.movies()];
    movieBias = new double[shape.movies()];
    for (int movie = 0; movie < shape.movies(); movie++) {
      double quantile = random.nextDouble();
      popularity[movie] = logWeight(quantile);
      double explained = Math.sqrt(12) * (.5 - quantile); // of variance 1
      double drawn = random.nextGaussian();
      movieBias[movie] =
          shape.movieSd()
              * (BIAS_BY_POPULARITY * explained
                  + Math.sqrt(1 - BIAS_BY_POPULARITY * BIAS_BY_POPULARITY) * drawn);
    }
  }

  RatingSet generate() {
    Ratings.Builder ratings = new Ratings.Builder();
    int[] counts = counts();
    for (int user = 0; user < shape.users(); user++) {
      long second =
          FIRST_ARRIVAL.getEpochSecond() + (long) (ARRIVALS_SECONDS * random.nextDouble());
      double bias = shape.userSd() * random.nextGaussian();
      for (int movie : picks(user, counts[user])) {
        second += random.nextInt(SECONDS_BETWEEN_RATINGS);
        if (random.nextDouble() < LEAVES) {
          second += (long) (-MEAN_ABSENCE_SECONDS * Math.log(1 - random.nextDouble()));
        }
        ratings.add(
            PlantedGenerator.userId(user),
            PlantedGenerator.movieId(movie),
            rating(user, bias, movie),
            second * 1000);
      }
    }
    List<Movie> movies =
        IntStream.range(0, shape.movies())
            .mapToObj(i -> PlantedGenerator.movie(i, genres(movieFactors[i])))
            .toList();
    return new RatingSet("ml-1m shape", ratings.build(), movies, WHOLE_STARS);
  }

  /** What stands out of a movie: "Taste 3" or its opposite, "Taste 3 averse". */
  private List<String> genres(double[] factors) {
    double from = GENRE_FROM * shape.tasteSd() / Math.sqrt(RANK);
    List<String> genres = new ArrayList<>();
    for (int f = 0; f < RANK; f++) {
      if (Math.abs(factors[f]) > from) {
        genres.add("Taste " + (f + 1) + (factors[f] > 0 ? "" : " averse"));
      }
    }
    return genres;
  }

  /**
   * The log weight of the movie at popularity quantile x (0 is the favourite): {@code -HEAD·√x -
   * TAIL·x⁴}, which follows the logarithm of ML-1M's counts at its quartiles.
   */
  private static double logWeight(double x) {
    return -HEAD * Math.sqrt(x) - TAIL * x * x * x * x;
  }

  /** How many ratings each user gives: the fewest plus a log-normal share, in sum exactly all. */
  private int[] counts() {
    int fewest = MovieLens1MShape.FEWEST_PER_USER;
    double[] share = new double[shape.users()];
    for (int user = 0; user < share.length; user++) {
      share[user] = Math.exp(ACTIVITY_SD * random.nextGaussian());
    }
    double all = Arrays.stream(share).sum();
    long beyond = shape.ratings() - (long) fewest * share.length;
    int most = shape.movies() * 5 / 8;
    int[] counts = new int[share.length];
    long left = shape.ratings();
    for (int user = 0; user < share.length; user++) {
      counts[user] = (int) Math.min(most, fewest + (long) (beyond * share[user] / all));
      left -= counts[user];
    }
    for (int user = 0; left > 0; user = (user + 1) % counts.length) {
      if (counts[user] < most) {
        counts[user]++;
        left--;
      }
    }
    return counts;
  }

  /**
   * Draws {@code count} movies without replacement, each next one in proportion to e^(popularity +
   * taste): the largest of log weight + Gumbel noise, in falling order (Gumbel-top-k).
   */
  private int[] picks(int user, int count) {
    long[] keys = new long[shape.movies()];
    for (int movie = 0; movie < keys.length; movie++) {
      double taste = Gaussians.dot(userFactors[user], movieFactors[movie]);
      double gumbel = -Math.log(-Math.log(1 - random.nextDouble()));
      double weight = popularity[movie] + PICKS_BY_TASTE * taste + gumbel;
      keys[movie] = sortable((float) -weight) << 32 | movie;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys, 0, count).mapToInt(key -> (int) key).toArray();
  }

  /** The bits of a float as a number that sorts as it does. */
  private static long sortable(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
  }

  private float rating(int user, double bias, int movie) {
    double exact =
        shape.mean()
            + bias
            + movieBias[movie]
            + Gaussians.dot(userFactors[user], movieFactors[movie])
            + shape.noiseSd() * random.nextGaussian();
    return WHOLE_STARS.clip((float) Math.rint(exact));
  }
}
