package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Moves one user to the partition's generation: the user takes the checkpoint's factors, or starts
 * afresh where it has none, and learns again the ratings that came after its snapshot. {@link
 * Adoption} says whose turn it is.
 */
final class UserMove {

  private final UserStores stores;
  private final UserStart start;
  private final UserLearner learner;
  private final MovieReplica replica;
  private final UserProgress progress;
  private final Updates updates;

  /** Sends what the movie side has to learn again. */
  interface Updates {
    void send(String movieId, MovieUpdate update);
  }

  /**
   * A user who has moved. Whoever asked for it writes the state.
   *
   * @param state of the user, in the partition's generation
   * @param again ratings that were learned again
   */
  record Moved(UserState state, int again) {}

  UserMove(
      UserStores stores,
      UserStart start,
      UserLearner learner,
      MovieReplica replica,
      UserProgress progress,
      Updates updates) {
    this.stores = stores;
    this.start = start;
    this.learner = learner;
    this.replica = replica;
    this.progress = progress;
    this.updates = updates;
  }

  /** Whether something was learned of the user in a generation before the partition's. */
  boolean isToCome(UserState state) {
    Factors factors = state.factors();
    return factors != null && factors.generation() < progress.generation();
  }

  /** Whether the movies of the user's own generation are still here. */
  boolean canWait(UserState state) {
    return replica.matrixOf(Objects.requireNonNull(state.factors()).generation()) != null;
  }

  /** Moves a user who {@linkplain #isToCome is to come}. */
  Moved move(Bytes user, UserState state) {
    Factors old = Objects.requireNonNull(state.factors());
    StandingRatings rated = stores.standing(user, state.forgottenUpTo());
    @Nullable Factors waiting = stores.pending().of(user);
    Factors trained = waiting != null && isInSnapshot(state, rated) ? waiting : null;
    Factors factors = start.toMove(trained, user);
    long after = factors.steps() == 0 ? Long.MIN_VALUE : progress.snapshot();
    factors = factors.withBaseline(old.baseline());
    int again = 0;
    for (int i = 0; i < rated.size(); i++) {
      if (rated.all().get(i).sequence() > after) {
        factors = learnAgain(user, factors, rated.first(i + 1));
        again++;
      }
    }
    if (waiting != null) {
      stores.pending().delete(user);
    }
    return new Moved(stores.ratings().recounted(user, state.moved(factors)), again);
  }

  /**
   * Learns the last of these ratings again. If the snapshot contains the rating, the trained movies
   * know it already, whether or not the user starts from there; then only the user takes a step.
   */
  private Factors learnAgain(Bytes user, Factors before, StandingRatings upTo) {
    StandingRatings.PlacedRating last = upTo.last();
    Factors movie = replica.factorsBeside(before, last.movieId());
    if (last.sequence() > progress.snapshot()) {
      Factors begun = replica.startToTell(movie);
      updates.send(last.movieId(), new MovieUpdate(last.rating(), before, true, begun));
      progress.reapplied();
    }
    return learner
        .step(user, before, movie, last.rating(), () -> upTo)
        .withBaseline(before.baseline());
  }

  /**
   * Whether the snapshot's user is this one, who may have been forgotten since. One of whom it is
   * not known when he began is told by a rating that is as old.
   */
  private boolean isInSnapshot(UserState state, StandingRatings rated) {
    return state.startedAt() > 0
        ? state.startedAt() <= progress.snapshot()
        : rated.all().stream().anyMatch(rating -> rating.sequence() <= progress.snapshot());
  }
}
