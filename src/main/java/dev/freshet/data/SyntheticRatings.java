package dev.freshet.data;

/**
 * Generators of rating sets with a known structure. The random numbers are those of {@link
 * java.util.Random}, whose algorithm is specified: the same settings give the same set everywhere.
 */
public final class SyntheticRatings {
  private SyntheticRatings() {}

  /**
   * Ratings that are nothing but {@code mean + p·q + noise}, without biases, rounded to half stars
   * and clipped to 0.5 to 5. p ~ N(0, userSd²) and q ~ N(0, movieSd²) have length {@code rank}.
   * Each (user, movie) comes at most once, and one rating a minute.
   */
  public static RatingSet planted(PlantedShape shape) {
    return new PlantedGenerator(shape).generate();
  }

  /**
   * A set like MovieLens 1M, in whole stars. Few movies have most of the ratings, and few users
   * give most. Users rate what they may like. Each arrives once and rates in a burst of minutes;
   * some come back after weeks. Ratings are {@code mean + b_u + b_i + p·q + noise}, the movies'
   * biases rising with their popularity. Each (user, movie) at most once. A movie's genres are the
   * planted factors that stand out.
   */
  public static RatingSet ml1m(MovieLens1MShape shape) {
    return new MovieLens1MGenerator(shape).generate();
  }
}
