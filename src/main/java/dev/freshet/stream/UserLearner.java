package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.UserFoldIn;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.UserProgress;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;

/**
 * Takes a user's own step for one rating, fresh or learned before. Counts a step whose result is
 * not finite. What the movie side learns is up to the caller.
 */
final class UserLearner {

  private final UserFoldIn foldIn;
  private final UserStart start;
  private final MovieReplica replica;
  private final UserProgress progress;

  UserLearner(OnlineSgd sgd, UserStart start, MovieReplica replica, UserProgress progress) {
    this.foldIn = new UserFoldIn(sgd);
    this.start = start;
    this.replica = replica;
    this.progress = progress;
  }

  /**
   * The user after one rating.
   *
   * @param before the user's factors before the step
   * @param movie factors of the same generation
   * @param rated all ratings to be folded in, this one among them; asked only if they are
   * @return {@code before} itself if the step would not be finite
   */
  Factors step(
      Bytes user, Factors before, Factors movie, float rating, Supplier<StandingRatings> rated) {
    Factors after =
        foldIn.step(
            before,
            movie,
            rating,
            () -> start.beside(before, user),
            () -> rated.get().beside(before, replica));
    if (after.steps() == before.steps()) {
      progress.refused();
    }
    return after;
  }
}
