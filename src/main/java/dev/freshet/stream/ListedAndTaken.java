package dev.freshet.stream;

import dev.freshet.online.InteractionWeights;
import dev.freshet.wire.ListedMovies;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.StoredListHits;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserState;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often the users of a partition take what they were listed, beside what a list by
 * popularity would have had. Not thread-safe.
 */
final class ListedAndTaken {

  private final StoredListHits counts;
  private final PopularMovies popular;
  private final UserRatings ratings;
  private final InteractionWeights weights;
  private final LearningListener listener;

  /**
   * The counts of one partition.
   *
   * @param counts are counted in
   * @param ratings of all users
   * @param weights of interactions
   * @param listener is told of each take
   */
  ListedAndTaken(
      StoredListHits counts,
      PopularMovies popular,
      UserRatings ratings,
      InteractionWeights weights,
      LearningListener listener) {
    this.counts = counts;
    this.popular = popular;
    this.ratings = ratings;
    this.weights = weights;
    this.listener = listener;
  }

  /**
   * Counts a take, if a list was sent to its user.
   *
   * @param before the user before the take
   * @param movieId what was taken
   * @param event that said so
   * @return whether anything was counted
   */
  boolean count(Bytes user, UserState before, String movieId, RoutedEvent event) {
    ListedMovies list = before.listed();
    if (list.length() == 0) {
      return false;
    }
    int place = list.placeOf(movieId);
    boolean isPopular =
        popular.wouldList(
            movieId,
            list.length(),
            before.ratings() + before.hidden(),
            other -> isHidden(ratings.get(user, other, before.forgottenUpTo())));
    counts.count(list.generation(), list.arm(), place > 0, isPopular);
    long age = Math.max(0, event.arrival() - list.sentAt());
    listener.taken(
        new LearningListener.Taken(list.generation(), list.arm(), place, isPopular, age));
    return true;
  }

  private boolean isHidden(@Nullable StoredRating rating) {
    return rating != null && rating.hides(weights);
  }
}
