package dev.freshet.data;

/**
 * Settings of {@link SyntheticRatings#ml1m}: the shape of MovieLens 1M. Standard deviations are in
 * rating units.
 *
 * @param users number of users
 * @param movies number of movies
 * @param ratings number of ratings; on average at least 20 per user, at most half of all pairs
 * @param mean of all ratings, before rounding
 * @param userSd of the users' biases
 * @param movieSd of the movies' biases
 * @param tasteSd of the product of the planted factors
 * @param noiseSd of the noise
 * @param seed same seed, same set
 */
public record MovieLens1MShape(
    int users,
    int movies,
    int ratings,
    double mean,
    double userSd,
    double movieSd,
    double tasteSd,
    double noiseSd,
    long seed) {

  /** Fewest ratings of a user, as MovieLens selected them. */
  public static final int FEWEST_PER_USER = 20;

  /** A million ratings by 6,040 users of 3,706 movies. */
  public static final MovieLens1MShape DEFAULT =
      new MovieLens1MShape(6_040, 3_706, 1_000_000, 3.05, .45, .6, .55, .78, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are too few or too many ratings for the users
   */
  public MovieLens1MShape {
    if (users < 1 || movies < 2 * FEWEST_PER_USER) {
      throw new IllegalArgumentException(
          "needs a user and at least " + 2 * FEWEST_PER_USER + " movies");
    }
    if (ratings < (long) FEWEST_PER_USER * users || ratings > (long) users * movies / 2) {
      throw new IllegalArgumentException(
          ratings
              + " ratings: needs at least "
              + FEWEST_PER_USER
              + " per user and at most half of all movies, for "
              + users
              + " users");
    }
  }

  /** This shape with as many ratings, by proportionally more or fewer users. */
  public MovieLens1MShape withRatings(int count) {
    int scaled = (int) Math.max(1, (long) users * count / ratings);
    return new MovieLens1MShape(
        scaled, movies, count, mean, userSd, movieSd, tasteSd, noiseSd, seed);
  }

  /** This shape from another seed. */
  public MovieLens1MShape withSeed(long other) {
    return new MovieLens1MShape(
        users, movies, ratings, mean, userSd, movieSd, tasteSd, noiseSd, other);
  }
}
