package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UserState;
import org.apache.kafka.common.utils.Bytes;

/**
 * Forgets what is from before a request, and what was learned of that. What is newer stands: the
 * user learns it afresh, the movies have learned it already.
 */
final class Forgetting {

  private final UserStores stores;
  private final UserStart start;
  private final UserLearner learner;
  private final MovieReplica replica;
  private final TakesBack back;

  /** Tells the movie side what changes of takes. */
  interface TakesBack {
    void send(String movieId, TakesChanged change);
  }

  Forgetting(
      UserStores stores,
      UserStart start,
      UserLearner learner,
      MovieReplica replica,
      TakesBack back) {
    this.back = back;
    this.stores = stores;
    this.start = start;
    this.learner = learner;
    this.replica = replica;
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
   */
  UserState forget(Bytes user, UserState state, RoutedEvent request, long sequence, long now) {
    long upTo = request.eventTime();
    stores.pending().forget(user);
    boolean isAnythingLeft =
        stores
            .ratings()
            .forget(user, upTo, state.forgottenUpTo(), sequence, request.arrival(), back::send);
    if (!isAnythingLeft) {
      return UserState.forgotten(upTo, now, sequence);
    }
    StandingRatings rated = stores.standing(user, upTo);
    Factors anew = learnAll(user, start.anew(state.factors(), user), rated);
    UserState left = stores.ratings().counted(user, state.marked(upTo, now, sequence));
    return left.after(rated.size() == 0 ? null : anew, rated.size(), request, sequence);
  }

  private Factors learnAll(Bytes user, Factors begun, StandingRatings rated) {
    Factors factors = begun;
    for (int i = 1; i <= rated.size(); i++) {
      StandingRatings upTo = rated.first(i);
      StandingRatings.PlacedRating last = upTo.last();
      Factors movie = replica.factorsBeside(factors, last.movieId());
      factors = learner.step(user, factors, movie, last.rating(), () -> upTo);
    }
    return factors;
  }
}
