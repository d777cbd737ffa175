package dev.freshet.data;

import dev.freshet.wire.RatingEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ratings in the order of their event times, by column: 20 bytes per rating, and each id once. The
 * same (user, movie) may occur again: a replaced rating. Immutable.
 *
 * <p>It is not the table that training takes: replaying a file needs every event at its time, and
 * rating files are read where nothing is trained.
 */
public final class Ratings {
  private final List<String> userIds;
  private final List<String> movieIds;
  private final int[] user;
  private final int[] movie;
  private final float[] rating;
  private final long[] eventTime;

  private Ratings(Builder builder) {
    int n = builder.size;
    userIds = builder.users.ids();
    movieIds = builder.movies.ids();
    if (TimeOrder.holds(builder.eventTime, n)) {
      user = Arrays.copyOf(builder.user, n);
      movie = Arrays.copyOf(builder.movie, n);
      rating = Arrays.copyOf(builder.rating, n);
      eventTime = Arrays.copyOf(builder.eventTime, n);
      return;
    }
    int[] order = TimeOrder.of(builder.eventTime, n);
    user = new int[n];
    movie = new int[n];
    rating = new float[n];
    eventTime = new long[n];
    for (int i = 0; i < n; i++) {
      user[i] = builder.user[order[i]];
      movie[i] = builder.movie[order[i]];
      rating[i] = builder.rating[order[i]];
      eventTime[i] = builder.eventTime[order[i]];
    }
  }

  /** Number of ratings. */
  public int size() {
    return rating.length;
  }

  /** The ids of all users who rated; {@link #user} indexes it. */
  public List<String> userIds() {
    return userIds;
  }

  /** The ids of all rated movies; {@link #movie} indexes it. */
  public List<String> movieIds() {
    return movieIds;
  }

  /** Who gave the i-th rating: an index into {@link #userIds}. */
  public int user(int i) {
    return user[i];
  }

  /** What the i-th rating is for: an index into {@link #movieIds}. */
  public int movie(int i) {
    return movie[i];
  }

  /** The i-th rating. */
  public float rating(int i) {
    return rating[i];
  }

  /** When the i-th rating was given, in milliseconds since the epoch; never below that of i - 1. */
  public long eventTime(int i) {
    return eventTime[i];
  }

  /** The i-th rating as an event. */
  public RatingEvent event(int i) {
    return new RatingEvent(
        RatingEvent.Kind.RATE,
        userIds.get(user[i]),
        movieIds.get(movie[i]),
        rating[i],
        eventTime[i]);
  }

  /** Collects ratings in any order. */
  static final class Builder {
    private static final int FIRST_CAPACITY = 1024;

    private final Dictionary users = new Dictionary();
    private final Dictionary movies = new Dictionary();
    private int[] user = new int[FIRST_CAPACITY];
    private int[] movie = new int[FIRST_CAPACITY];
    private float[] rating = new float[FIRST_CAPACITY];
    private long[] eventTime = new long[FIRST_CAPACITY];
    private int size;

    /** Adds one rating; {@code timeMillis} since the epoch. */
    void add(String userId, String movieId, float stars, long timeMillis) {
      if (size == user.length) {
        int capacity = size + size / 2;
        user = Arrays.copyOf(user, capacity);
        movie = Arrays.copyOf(movie, capacity);
        rating = Arrays.copyOf(rating, capacity);
        eventTime = Arrays.copyOf(eventTime, capacity);
      }
      user[size] = users.index(userId);
      movie[size] = movies.index(movieId);
      rating[size] = stars;
      eventTime[size++] = timeMillis;
    }

    int size() {
      return size;
    }

    /** The ratings so far, stably sorted by event time. */
    Ratings build() {
      return new Ratings(this);
    }
  }

  /** Ids in the order of their first appearance. */
  private static final class Dictionary {
    private final Map<String, Integer> indices = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    int index(String id) {
      Integer known = indices.get(id);
      if (known != null) {
        return known;
      }
      indices.put(id, ids.size());
      ids.add(id);
      return ids.size() - 1;
    }

    List<String> ids() {
      return List.copyOf(ids);
    }
  }
}
