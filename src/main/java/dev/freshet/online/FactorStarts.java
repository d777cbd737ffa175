package dev.freshet.online;

/**
 * Where users and movies start that nothing was learned of: a seeded vector, and biases at their
 * prior. Immutable and thread-safe.
 */
public final class FactorStarts {

  private final float mu;
  private final float std;
  private final int rank;

  /**
   * Starts of one model.
   *
   * @param mu middle of the scale, in ratings
   * @param std standard deviation of a vector's elements
   * @param rank length of vectors where no other is asked for
   */
  FactorStarts(float mu, float std, int rank) {
    this.mu = mu;
    this.std = std;
    this.rank = rank;
  }

  /**
   * The prior of a new user's bias: the mean of {@code r − μ} over ratings seen so far, with ten
   * ratings of μ counted in.
   *
   * @param sumOfRatings sum of the ratings seen
   * @param ratings their number
   */
  public float priorBias(double sumOfRatings, long ratings) {
    return (float) ((sumOfRatings - (double) mu * ratings) / (ratings + 10.0));
  }

  /**
   * Where a user starts: a vector seeded by id and generation, both biases at {@code priorBias}
   * (see {@link #priorBias(double, long)}).
   */
  public Factors newUser(String userId, int generation, float priorBias) {
    return newUser(userId, generation, priorBias, rank);
  }

  /**
   * Where a user starts: a vector of length {@code rank}, seeded by id and generation, both biases
   * at {@code priorBias}. For a generation whose rank is not that of the settings.
   */
  public Factors newUser(String userId, int generation, float priorBias, int rank) {
    return fresh('u', userId, generation, priorBias, rank);
  }

  /** Where a movie starts: a vector seeded by id and generation, both biases 0. */
  public Factors newMovie(String movieId, int generation) {
    return newMovie(movieId, generation, rank);
  }

  /**
   * Where a movie starts: a vector of length {@code rank}, seeded by id and generation, both biases
   * 0. For a generation whose rank is not that of the settings.
   */
  public Factors newMovie(String movieId, int generation, int rank) {
    return fresh('m', movieId, generation, 0, rank);
  }

  /**
   * The user with a vector of this length: itself, or with one that starts afresh. A vector of
   * another length than its generation's cannot be computed with; biases can.
   */
  public Factors userOfRank(String userId, Factors user, int rank) {
    return user.rank() == rank
        ? user
        : withVectorOf(user, newUser(userId, user.generation(), 0, rank));
  }

  /**
   * The movie with a vector of this length: itself, or with one that starts afresh. A vector of
   * another length than its generation's cannot be computed with; biases can.
   */
  public Factors movieOfRank(String movieId, Factors movie, int rank) {
    return movie.rank() == rank
        ? movie
        : withVectorOf(movie, newMovie(movieId, movie.generation(), rank));
  }

  private static Factors withVectorOf(Factors own, Factors fresh) {
    return new Factors(own.generation(), own.steps(), own.bias(), own.baseline(), fresh.vector());
  }

  private Factors fresh(char side, String id, int generation, float bias, int rank) {
    float[] vector = SeededPrior.vector(side, id, generation, rank, std);
    return new Factors(generation, 0, bias, bias, vector);
  }
}
