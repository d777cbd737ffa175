package dev.freshet.stream;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Recommender;
import dev.freshet.online.TakeOrder;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserState;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Learns from takes how to weigh what tells of them. For that it makes the head of the list that
 * the user would get now, which takes as long as a list: of many takes it uses only some, so that
 * learning the order costs a small share of the time. Not thread-safe.
 */
final class TakeLearner {

  /** Share of the time of a process that goes into this, at most. */
  private static final double SHARE = .1;

  /** What may be made up for after a pause. */
  private static final Duration SAVED = Duration.ofMillis(200);

  private final OnlineSgd sgd;
  private final UserStart start;
  private final MovieReplica replica;
  private final UserTaste taste;
  private final Recommender recommender;
  private final TimeShare time;
  private final Recommender.Scratch scratch = new Recommender.Scratch();

  /**
   * Time to learn in, for all partitions of a process.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  static TimeShare time(LongSupplier clock) {
    return new TimeShare(SHARE, SAVED, clock);
  }

  /**
   * Learns for one partition.
   *
   * @param time that may be spent on it, with all other partitions
   */
  TakeLearner(
      OnlineSgd sgd,
      UserStart start,
      MovieReplica replica,
      UserTaste taste,
      Recommender.Settings settings,
      TimeShare time) {
    this.sgd = sgd;
    this.start = start;
    this.replica = replica;
    this.taste = taste;
    this.recommender = new Recommender(settings, sgd.scale());
    this.time = time;
  }

  /**
   * Learns from a take before it is counted, if there is time.
   *
   * @param state of the user before the take
   * @return the place at which the movie stood in the list that the user would have got, as {@link
   *     StoredRating#place} has it; 0 if there was no time to look
   */
  int learn(Bytes user, UserState state, String movieId, UserRatings ratings) {
    int movie = replica.indexOf(movieId);
    boolean isKnown = state.isKnown() && replica.taken().takes(movie) > 0;
    return isKnown ? time.spend(() -> learn(user, state, movie, ratings)) : 0;
  }

  private int learn(Bytes user, UserState state, int movie, UserRatings ratings) {
    Factors learned = state.factors();
    FactorMatrix movies =
        learned == null ? replica.matrix() : replica.matrixOf(learned.generation());
    if (movies == null) {
      return 0;
    }
    taste.read(user, ratings, state.forgottenUpTo());
    @Nullable TakeOrder order = taste.order(user, state);
    if (order == null) {
      return 0;
    }
    int place =
        recommender.learn(
            start.toScore(movies, learned, user),
            sgd.globalBias(),
            new Recommender.Candidates(movies, taste.rated(), replica::isListable),
            order,
            movie,
            scratch);
    return place == 0 ? StoredRating.BEYOND : place;
  }
}
