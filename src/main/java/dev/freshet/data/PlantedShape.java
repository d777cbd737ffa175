package dev.freshet.data;

/**
 * Settings of {@link SyntheticRatings#planted}: ratings whose only structure is a product of
 * factors, so that what a model gains over biases is known to be the factors' doing.
 *
 * @param users number of users, all equally active
 * @param movies number of movies; movie ⌊movies·x²⌋ is rated, for uniform x
 * @param ratings number of ratings, at most half of all pairs
 * @param rank length of the planted vectors
 * @param userSd standard deviation of a user's factors, around 0
 * @param movieSd standard deviation of a movie's factors, around 0
 * @param noiseSd standard deviation of the noise, in rating units
 * @param mean what ratings lie around, in rating units
 * @param seed same seed, same set
 */
public record PlantedShape(
    int users,
    int movies,
    int ratings,
    int rank,
    double userSd,
    double movieSd,
    double noiseSd,
    double mean,
    long seed) {

  /** The set that the design measured: 300,000 ratings by 2,000 users of 1,000 movies, rank 8. */
  public static final PlantedShape DEFAULT =
      new PlantedShape(2_000, 1_000, 300_000, 8, 1, .35, .4, 3, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a count is not positive, or too many ratings are asked for
   */
  public PlantedShape {
    if (users < 1 || movies < 1 || rank < 1 || ratings < 1) {
      throw new IllegalArgumentException("users, movies, rank and ratings must be positive");
    }
    if (ratings > (long) users * movies / 2) {
      throw new IllegalArgumentException(
          ratings
              + " ratings are too many: at most half of "
              + users
              + " users times "
              + movies
              + " movies");
    }
  }

  /** This shape with as many ratings, by proportionally more or fewer users. */
  public PlantedShape withRatings(int count) {
    int scaled = (int) Math.max(1, ((long) users * count + ratings - 1) / ratings);
    return new PlantedShape(scaled, movies, count, rank, userSd, movieSd, noiseSd, mean, seed);
  }

  /** This shape from another seed. */
  public PlantedShape withSeed(long other) {
    return new PlantedShape(users, movies, ratings, rank, userSd, movieSd, noiseSd, mean, other);
  }
}
