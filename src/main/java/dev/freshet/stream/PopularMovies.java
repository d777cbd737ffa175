package dev.freshet.stream;

import dev.freshet.online.TopN;
import dev.freshet.stream.replica.MovieReplica;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The most taken movies, looked for anew about once a second. Not thread-safe. */
final class PopularMovies {

  /** Movies that are known; others are too far down to be in the list of nearly everybody. */
  private static final int KNOWN = 1_000;

  private static final long AGE = Duration.ofSeconds(1).toNanos();

  /** Looking for them takes at most one part in so many of the time. */
  private static final int PARTS = 100;

  private final MovieReplica replica;
  private final LongSupplier clock;
  private final TopN best = new TopN(0);
  private final Map<Integer, Integer> places = new HashMap<>();
  private long next;

  /**
   * Knows none yet.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  PopularMovies(MovieReplica replica, LongSupplier clock) {
    this.replica = replica;
    this.clock = clock;
    this.next = clock.getAsLong();
  }

  /**
   * Whether a movie would be in a user's list by popularity.
   *
   * @param length of the list
   * @param most movies that may be left out of the user's lists, at most
   * @param isHidden whether a movie is left out of them; asked of no more than are needed
   */
  boolean wouldList(String movieId, int length, int most, Predicate<String> isHidden) {
    look();
    Integer place = places.get(replica.indexOf(movieId));
    if (place == null || place >= length + most) {
      return false;
    }
    int before = place;
    for (int other = 0; before >= length && before - (place - other) < length; other++) {
      before -= isHidden.test(replica.idOf(best.index(other))) ? 1 : 0;
    }
    return before < length;
  }

  private void look() {
    long begin = clock.getAsLong();
    if (begin - next < 0) {
      return;
    }
    best.clear(KNOWN);
    replica.taken().mostTaken(best, replica::isListable);
    best.sort();
    places.clear();
    for (int place = 0; place < best.size(); place++) {
      places.put(best.index(place), place);
    }
    long end = clock.getAsLong();
    next = end + Math.max(AGE, PARTS * (end - begin));
  }
}
