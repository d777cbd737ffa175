package dev.freshet.stream;

import dev.freshet.online.InteractionWeights;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What a partition of the user side keeps of its users.
 *
 * @param aside takes what cannot be read
 * @param users their states
 * @param ratings theirs
 * @param pending their factors of a checkpoint
 */
record UserStores(SetAside aside, StoredUsers users, UserRatings ratings, PendingUsers pending) {

  /**
   * The stores of a task.
   *
   * @param weights of interactions
   */
  static UserStores of(
      ProcessorContext<byte[], byte[]> context,
      InteractionWeights weights,
      LearningListener listener) {
    SetAside aside = new SetAside(context, listener);
    UserRatings ratings =
        new UserRatings(context.getStateStore(Store.USER_RATINGS), weights, aside);
    return new UserStores(
        aside,
        new StoredUsers(context.getStateStore(Store.USER_FACTORS), ratings, aside),
        ratings,
        new PendingUsers(context.getStateStore(Store.USER_PENDING), aside));
  }

  /** The ratings of a user that stand and are newer than event time {@code forgottenUpTo}. */
  StandingRatings standing(Bytes user, long forgottenUpTo) {
    return StandingRatings.of(user, ratings, forgottenUpTo);
  }
}
