package dev.freshet.topics;

import dev.freshet.wire.CheckpointEnd;

/**
 * Every topic that Freshet reads or writes; {@code topology/topics.yaml} says how each is
 * configured.
 */
public enum Topic {
  /** Rating events from anyone, JSON. */
  RATINGS("ratings"),
  /** The catalogue from anyone, JSON by movie. */
  MOVIES("movies"),
  /** Records of the two above that could not be accepted, whole. */
  RATINGS_REJECTED("ratings-rejected"),
  /** The newest list of each user, JSON. */
  RECOMMENDATIONS("recommendations"),
  /** Accepted events by user, binary. */
  RATINGS_BY_USER("ratings-by-user"),
  /** Validated movies, by movie. */
  CATALOGUE("catalogue"),
  /** From the user side to the movie side: one SGD step each, binary by movie. */
  MOVIE_UPDATES("movie-updates"),
  /** Current movie factors: the changelog of the movie side's store, read by every instance. */
  MOVIE_FACTORS("movies-movie-factors-changelog"),
  /** User factors of each promoted generation, each ended by a {@link CheckpointEnd}. */
  CHECKPOINT_USERS("checkpoint-users"),
  /** Movie factors of each promoted generation, each ended by a {@link CheckpointEnd}. */
  CHECKPOINT_MOVIES("checkpoint-movies"),
  /** Vectors of each generation of the ranking head, each ended by a {@link CheckpointEnd}. */
  RANKING_VECTORS("ranking-vectors"),
  /** What became of each candidate, JSON. */
  CHECKPOINTS("checkpoints"),
  /** Asks for a retrain, JSON. */
  RETRAIN_REQUESTS("retrain-requests"),
  /** Counts and summed squared errors of each partition of both sides, JSON. */
  LEARNING_PROGRESS("learning-progress"),
  /** Changelog of the user side's factors. */
  USER_FACTORS_CHANGELOG("users-user-factors-changelog"),
  /** Changelog of the user side's ratings: the rating matrix. */
  USER_RATINGS_CHANGELOG("users-user-ratings-changelog"),
  /** Changelog of the user side's factors that wait for their generation. */
  USER_PENDING_CHANGELOG("users-user-pending-changelog"),
  /** Changelog of the user side's counters. */
  USER_PROGRESS_CHANGELOG("users-user-progress-changelog"),
  /** Changelog of the movie side's counters. */
  MOVIE_PROGRESS_CHANGELOG("movies-movie-progress-changelog");

  private final String suffix;

  Topic(String suffix) {
    this.suffix = suffix;
  }

  /** The name after the prefix. */
  public String suffix() {
    return suffix;
  }

  /** The full name, as the broker knows it. */
  public String name(String prefix) {
    return prefix + suffix;
  }
}
