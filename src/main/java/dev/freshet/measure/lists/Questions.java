package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import dev.freshet.online.InteractionWeights;
import dev.freshet.train.Sample;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The events of a stream before which is asked where their movie stands in their user's list. A
 * question is a user's first rating of a movie, liked, or another event that counts half of that or
 * more, from 30% of the stream on; lists may contain the movie, which the user did not take so much
 * before; user and movie have earlier events. Immutable.
 */
public final class Questions {

  /** Before this share of the stream little is known that a list could be made of. */
  private static final double FROM = .3;

  /** Questions asked at most: a recall of .1 is then known to ± .002. */
  private static final int MOST = 20_000;

  private static final long SEED = 1;

  /** Who takes longer between two events than to work down a page of films. */
  private static final long UNHURRIED_MILLIS = 60_000;

  private final Takes takes;
  private final int[] events;
  private final boolean[] unhurried;

  private Questions(Takes takes, int[] events, boolean[] unhurried) {
    this.takes = takes;
    this.events = events;
    this.unhurried = unhurried;
  }

  /**
   * The questions of a stream: all, or {@value #MOST} of them by a fixed seed.
   *
   * @param likedFrom lowest rating that says that a movie was liked
   * @param weights of events that are no ratings
   */
  public static Questions of(Ratings ratings, float likedFrom, InteractionWeights weights) {
    return of(new Takes(ratings, likedFrom, weights), MOST);
  }

  static Questions of(Takes takes, int most) {
    int n = takes.ratings().size();
    return between(takes, (int) Math.ceil(FROM * n), n, most);
  }

  /** The questions of another part of the stream, as many at most. */
  Questions between(int from, int to) {
    return between(takes, from, to, MOST);
  }

  private static Questions between(Takes takes, int from, int to, int most) {
    Ratings ratings = takes.ratings();
    int n = to;
    BitSet movies = new BitSet();
    long[] last = new long[ratings.userIds().size()];
    boolean[] known = new boolean[last.length];
    boolean[] isUnhurried = new boolean[n];
    int[] all = new int[n];
    int size = 0;
    for (int i = 0; i < n; i++) {
      int user = ratings.user(i);
      boolean asks = i >= from && known[user] && movies.get(ratings.movie(i));
      if (asks && takes.isQuestion(i)) {
        isUnhurried[i] = ratings.eventTime(i) - last[user] > UNHURRIED_MILLIS;
        all[size++] = i;
      }
      known[user] = true;
      last[user] = ratings.eventTime(i);
      movies.set(ratings.movie(i));
    }
    int[] events = Sample.of(Arrays.copyOf(all, size), most, SEED);
    Arrays.sort(events);
    boolean[] unhurried = new boolean[events.length];
    for (int q = 0; q < unhurried.length; q++) {
      unhurried[q] = isUnhurried[events[q]];
    }
    return new Questions(takes, events, unhurried);
  }

  /** How many there are. */
  public int size() {
    return events.length;
  }

  /** Lowest rating that counts as liked. */
  public float likedFrom() {
    return takes.likedFrom();
  }

  Takes takes() {
    return takes;
  }

  Ratings ratings() {
    return takes.ratings();
  }

  /** The event, by its place in the stream, that a question is asked before. */
  int event(int question) {
    return events[question];
  }

  /** Whether the question is about an event in the second half of the stream. */
  boolean isInSecondHalf(int question) {
    return events[question] >= ratings().size() / 2;
  }

  /** Whether its user had no other event within a minute before. */
  boolean isUnhurried(int question) {
    return unhurried[question];
  }
}
