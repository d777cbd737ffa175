package dev.freshet.stream;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.LastLiked;
import dev.freshet.online.Likes;
import dev.freshet.online.RankingVectors;
import dev.freshet.online.RatedMovies;
import dev.freshet.online.Scale;
import dev.freshet.online.TakeMix;
import dev.freshet.online.TakeOrder;
import dev.freshet.online.TakeScores;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What one user has rated and had lately, as indexes into the replica. Working memory of one
 * thread: {@link #read} for a user, then ask.
 */
final class UserTaste {

  private static final TakeMix POPULARITY = TakeMix.popularity();

  private final Scale scale;
  private final InteractionWeights weights;
  private final MovieReplica replica;
  private final TakeMix mix;
  private final RatedMovies rated = new RatedMovies();
  private final LastLiked liked = new LastLiked();
  private final Set<String> ratedUnknown = new HashSet<>();
  private final TakeScores scores = new TakeScores();

  /**
   * Nobody's taste.
   *
   * @param weights of interactions
   * @param mix weighs the signals of taking
   */
  UserTaste(Scale scale, InteractionWeights weights, MovieReplica replica, TakeMix mix) {
    this.scale = scale;
    this.weights = weights;
    this.replica = replica;
    this.mix = mix;
  }

  /** Reads a user's ratings. */
  void read(Bytes user, UserRatings ratings, long forgottenUpTo) {
    rated.clear();
    liked.clear();
    ratedUnknown.clear();
    ratings.readAll(
        user,
        forgottenUpTo,
        (movieId, rating) -> {
          if (rating.isAnything()) {
            add(movieId, rating);
          }
        });
  }

  private void add(String movieId, StoredRating rating) {
    int index = replica.indexOf(movieId);
    if (index >= 0) {
      add(index, rating);
    } else if (rating.hides(weights)) {
      ratedUnknown.add(movieId);
    }
  }

  private void add(int index, StoredRating rating) {
    if (rating.stands()) {
      rated.add(index, rating.rating());
    } else if (rating.hides(weights)) {
      rated.hide(index);
    }
    if (rating.stands() && scale.isLiked(rating.rating())) {
      liked.offer(index, rating.newest());
      return;
    }
    float weight = rating.strength(weights);
    if (weight != 0) {
      liked.offer(index, rating.newest(), weight);
    }
  }

  /** What the user rated and the replica knows. */
  RatedMovies rated() {
    return rated;
  }

  /** Whether the user rated a movie that the replica did not know when the ratings were read. */
  boolean hasRatedUnknown(String movieId) {
    return ratedUnknown.contains(movieId);
  }

  /** The order of popularity, which is the same for everybody; null while nobody took anything. */
  @Nullable TakeOrder popularity() {
    if (replica.taken().isEmpty()) {
      return null;
    }
    scores.prepare(replica.taken(), RankingVectors.NONE, new int[0], Likes.NONE, rated);
    return new TakeOrder(scores, POPULARITY, 0);
  }

  /** The order of the list of the user whose ratings were read; null while nobody took anything. */
  @Nullable TakeOrder order(Bytes user, UserState state) {
    if (replica.taken().isEmpty()) {
      return null;
    }
    List<String> recent = state.recent();
    int[] movies = recent.stream().mapToInt(replica::indexOf).filter(movie -> movie >= 0).toArray();
    scores.prepare(replica.taken(), replica.vectors(), movies, liked.likes(), rated);
    return new TakeOrder(scores, mix, chance(user, state));
  }

  private static int chance(Bytes user, UserState state) {
    return TakeOrder.chance(user.hashCode(), state.ratings() + state.interacted());
  }
}
