package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import org.apache.kafka.common.utils.Bytes;

/**
 * Forgets what is from before a request, and what was learned of that. What is newer stands: the
 * user learns it afresh, the movies have learned it already.
 */
final class Forgetting {

  private final UserRatings ratings;
  private final Relearning relearning;
  private final UserProgress progress;

  Forgetting(UserRatings ratings, Relearning relearning, UserProgress progress) {
    this.ratings = ratings;
    this.relearning = relearning;
    this.progress = progress;
  }

  /**
   * Whether a forgotten event asks for anything. One from before a request changes nothing, nor
   * does the same request again: what came since is the user's own wish.
   */
  static boolean isAsked(UserState state, RoutedEvent event) {
    return event.kind() == RatingEvent.Kind.FORGET && event.eventTime() > state.forgottenUpTo();
  }

  /**
   * The user after a request, in the generation of before. Whoever calls writes what comes back.
   *
   * @param sequence of the request
   * @param now milliseconds since the epoch
   * @param prior bias of a user of whom nothing is known
   */
  UserState forget(
      Bytes user, UserState state, RoutedEvent request, long sequence, long now, float prior) {
    long upTo = request.eventTime();
    if (!ratings.forget(user, upTo, sequence)) {
      return UserState.forgotten(upTo, now, sequence);
    }
    StandingRatings rated = StandingRatings.of(user, ratings, upTo);
    Factors old = state.factors();
    int generation = old == null ? progress.generation() : old.generation();
    Factors anew = relearning.all(user, generation, rated, prior);
    return state.marked(upTo, now, sequence).after(anew, rated.size(), request, sequence);
  }
}
