package dev.freshet.train;

/**
 * A model that needs nothing of a user but his ratings, so that it can serve users it was not
 * trained on.
 *
 * @param <M> what it does for them: {@link RatingModel} or {@link TopNModel}
 */
public interface FoldIn<M> {

  /**
   * A view of this model for the users of other ratings. Nothing is learned and nothing is
   * modified.
   *
   * @param given all that it may know of these users; the movies are those of the training data
   */
  M shown(RatingTable given);
}
