package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import java.util.HashSet;
import java.util.Set;

/**
 * Which events of a stream are their user's first on their movie, and which of these are takes:
 * liked. A re-rating is no new take.
 */
final class Takes {

  private final Ratings ratings;
  private final float likedFrom;
  private final boolean[] isFirst;

  /**
   * Looks through the stream once.
   *
   * @param likedFrom lowest rating that says that a movie was liked
   */
  Takes(Ratings ratings, float likedFrom) {
    this.ratings = ratings;
    this.likedFrom = likedFrom;
    this.isFirst = new boolean[ratings.size()];
    Set<Long> pairs = new HashSet<>();
    for (int i = 0; i < isFirst.length; i++) {
      isFirst[i] = pairs.add(((long) ratings.user(i) << Integer.SIZE) | ratings.movie(i));
    }
  }

  Ratings ratings() {
    return ratings;
  }

  float likedFrom() {
    return likedFrom;
  }

  /** Whether the event is its user's first on its movie. */
  boolean isFirst(int event) {
    return isFirst[event];
  }

  /** Whether the event is a first one and liked. */
  boolean isTake(int event) {
    return isFirst[event] && ratings.rating(event) >= likedFrom;
  }
}
