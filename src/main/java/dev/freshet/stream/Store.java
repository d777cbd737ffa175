package dev.freshet.stream;

/** Every state store, by the name that its changelog topic carries too. */
final class Store {

  /** User side: {@link dev.freshet.wire.UserState} by user id. */
  static final String USER_FACTORS = "user-factors";

  /** User side: {@link dev.freshet.wire.StoredRating} by {@link dev.freshet.wire.RatingKey}. */
  static final String USER_RATINGS = "user-ratings";

  /** User side: factors of a checkpoint by user id until the user takes them, and its end. */
  static final String USER_PENDING = "user-pending";

  /** User side: one {@link dev.freshet.wire.UserProgress}. */
  static final String USER_PROGRESS = "user-progress";

  /** Movie side: {@link dev.freshet.wire.MovieFactors} by movie id. */
  static final String MOVIE_FACTORS = "movie-factors";

  /** Movie side: one {@link dev.freshet.wire.MovieProgress}. */
  static final String MOVIE_PROGRESS = "movie-progress";

  /** Global, in memory: the replica of all movie factors. */
  static final String FACTOR_REPLICA = "factor-replica";

  /** Global, in memory: the catalogue. */
  static final String CATALOGUE_REPLICA = "catalogue-replica";

  private Store() {}
}
