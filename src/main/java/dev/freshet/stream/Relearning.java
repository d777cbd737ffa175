package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.UserFoldIn;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.UserProgress;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * A user's own steps for ratings that were learned before: in another generation, or by the user
 * who was forgotten meanwhile. What the movie side learns of them is up to the caller.
 */
final class Relearning {

  private final OnlineSgd sgd;
  private final UserFoldIn foldIn;
  private final MovieReplica replica;
  private final UserProgress progress;

  Relearning(OnlineSgd sgd, MovieReplica replica, UserProgress progress) {
    this.sgd = sgd;
    this.foldIn = new UserFoldIn(sgd);
    this.replica = replica;
    this.progress = progress;
  }

  /**
   * Where a user starts.
   *
   * @param prior bias of a user of whom nothing is known
   */
  Factors start(Bytes user, int generation, float prior) {
    String id = new String(user.get(), StandardCharsets.UTF_8);
    return sgd.newUser(id, generation, prior, replica.rankOf(generation));
  }

  /**
   * A user who starts anew and learns all that stands.
   *
   * @param generation to live in; its movies are here
   */
  Factors all(Bytes id, int generation, StandingRatings rated, float prior) {
    Factors user = start(id, generation, prior);
    for (int i = 1; i <= rated.size(); i++) {
      StandingRatings upTo = rated.first(i);
      user = last(id, user, replica.factorsBeside(user, upTo.last().movieId()), upTo, prior);
    }
    return user;
  }

  /**
   * A user after the last of these ratings.
   *
   * @param user before the step
   * @param movie the last one's
   */
  Factors last(Bytes id, Factors user, Factors movie, StandingRatings upTo, float prior) {
    Factors stepped =
        foldIn.step(
            user,
            movie,
            upTo.last().rating(),
            () -> start(id, user.generation(), prior),
            () -> upTo.beside(user, replica));
    if (stepped.steps() == user.steps()) {
      progress.refused();
    }
    return stepped;
  }
}
