package dev.freshet.data;

import dev.freshet.online.InteractionWeights;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.RatingEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ratings, and other events such as views, in the order of their event times, by column: 20 bytes
 * each, 24 where some are no ratings, and each id once. The same (user, movie) may occur again: a
 * replaced rating, or another event. Immutable.
 *
 * <p>It is not the table that training takes: replaying a file needs every event at its time, and
 * rating files are read where nothing is trained.
 */
public final class Ratings {
  private final List<String> userIds;
  private final List<String> movieIds;
  private final int[] user;
  private final int[] movie;
  private final float[] number;
  private final long[] eventTime;

  /** By event: what is no rating; null where all are ratings. */
  private final @Nullable String @Nullable [] name;

  private Ratings(Builder builder) {
    int n = builder.size;
    userIds = builder.users.ids();
    movieIds = builder.movies.ids();
    if (TimeOrder.holds(builder.eventTime, n)) {
      user = Arrays.copyOf(builder.user, n);
      movie = Arrays.copyOf(builder.movie, n);
      number = Arrays.copyOf(builder.number, n);
      eventTime = Arrays.copyOf(builder.eventTime, n);
      name = builder.name == null ? null : Arrays.copyOf(builder.name, n);
      return;
    }
    int[] order = TimeOrder.of(builder.eventTime, n);
    user = new int[n];
    movie = new int[n];
    number = new float[n];
    eventTime = new long[n];
    name = builder.name == null ? null : new String[n];
    for (int i = 0; i < n; i++) {
      user[i] = builder.user[order[i]];
      movie[i] = builder.movie[order[i]];
      number[i] = builder.number[order[i]];
      eventTime[i] = builder.eventTime[order[i]];
    }
    for (int i = 0; name != null && builder.name != null && i < n; i++) {
      name[i] = builder.name[order[i]];
    }
  }

  /** Number of ratings and other events. */
  public int size() {
    return number.length;
  }

  /** The ids of all users who did anything; {@link #user} indexes it. */
  public List<String> userIds() {
    return userIds;
  }

  /** The ids of all movies that they did it with; {@link #movie} indexes it. */
  public List<String> movieIds() {
    return movieIds;
  }

  /** Who did the i-th event: an index into {@link #userIds}. */
  public int user(int i) {
    return user[i];
  }

  /** What the i-th event is on: an index into {@link #movieIds}. */
  public int movie(int i) {
    return movie[i];
  }

  /** The rating that the i-th event is; NaN where it is none. */
  public float rating(int i) {
    return isRating(i) ? number[i] : Float.NaN;
  }

  /** Whether the i-th event is a rating. */
  public boolean isRating(int i) {
    return name == null || name[i] == null;
  }

  /** What the i-th event is; null for a rating. */
  public @Nullable Interaction interaction(int i) {
    @Nullable String called = name == null ? null : name[i];
    return called == null ? null : new Interaction(called, number[i]);
  }

  /** Whether some events are no ratings. */
  public boolean hasOtherEvents() {
    return name != null;
  }

  /** Whether any event is a rating. */
  public boolean hasRatings() {
    return count(size()) > 0;
  }

  /** How many of the first {@code end} events are ratings. */
  public int count(int end) {
    return (int) IntStream.range(0, end).filter(this::isRating).count();
  }

  /** What these are, for people: ratings, or events where some are none. */
  public String noun() {
    return hasOtherEvents() ? "events" : "ratings";
  }

  /** Those events, by their places, that {@code chosen} holds for. */
  Ratings where(IntPredicate chosen) {
    Builder some = new Builder();
    for (int i = 0; i < size(); i++) {
      if (chosen.test(i)) {
        @Nullable String called = name == null ? null : name[i];
        some.add(userIds.get(user[i]), movieIds.get(movie[i]), called, number[i], eventTime[i]);
      }
    }
    return some.build();
  }

  /** These without what is no rating. */
  Ratings ratingsAlone() {
    return hasOtherEvents() ? ratings((called, value) -> Float.NaN) : this;
  }

  /** These without what is no rating, but for what tells of liking, which is {@code rating}. */
  Ratings likesAsRatings(InteractionWeights weights, float rating) {
    return hasOtherEvents()
        ? ratings((called, value) -> weights.isQuestion(called, value) ? rating : Float.NaN)
        : this;
  }

  /** What an event stands for among ratings. */
  private interface RatingOf {
    /** Its rating; NaN to leave it out. */
    float of(String called, float value);
  }

  private Ratings ratings(RatingOf others) {
    Builder ratings = new Builder();
    for (int i = 0; i < size(); i++) {
      @Nullable Interaction what = interaction(i);
      float rating = what == null ? number[i] : others.of(what.name(), what.value());
      if (!Float.isNaN(rating)) {
        ratings.add(userIds.get(user[i]), movieIds.get(movie[i]), rating, eventTime[i]);
      }
    }
    return ratings.build();
  }

  /** When the i-th event was, in milliseconds since the epoch; never below that of i - 1. */
  public long eventTime(int i) {
    return eventTime[i];
  }

  /** The i-th event as it is produced. */
  public RatingEvent event(int i) {
    String userId = userIds.get(user[i]);
    String movieId = movieIds.get(movie[i]);
    @Nullable Interaction what = interaction(i);
    return what == null
        ? new RatingEvent(RatingEvent.Kind.RATE, userId, movieId, number[i], eventTime[i])
        : RatingEvent.of(userId, movieId, what, eventTime[i]);
  }

  /** Collects ratings and other events in any order. */
  static final class Builder {
    private static final int FIRST_CAPACITY = 1024;

    private final Dictionary users = new Dictionary();
    private final Dictionary movies = new Dictionary();
    private int[] user = new int[FIRST_CAPACITY];
    private int[] movie = new int[FIRST_CAPACITY];
    private float[] number = new float[FIRST_CAPACITY];
    private long[] eventTime = new long[FIRST_CAPACITY];
    private @Nullable String @Nullable [] name;
    private final Map<String, String> names = new HashMap<>();
    private int size;

    /** Adds one rating; {@code timeMillis} since the epoch. */
    void add(String userId, String movieId, float stars, long timeMillis) {
      add(userId, movieId, null, stars, timeMillis);
    }

    /**
     * Adds one rating or other event.
     *
     * @param called name of the event; null for a rating
     * @param what the rating, or how much of the event
     * @param timeMillis since the epoch
     */
    void add(String userId, String movieId, @Nullable String called, float what, long timeMillis) {
      if (size == user.length) {
        int capacity = size + size / 2;
        user = Arrays.copyOf(user, capacity);
        movie = Arrays.copyOf(movie, capacity);
        number = Arrays.copyOf(number, capacity);
        eventTime = Arrays.copyOf(eventTime, capacity);
        name = name == null ? null : Arrays.copyOf(name, capacity);
      }
      user[size] = users.index(userId);
      movie[size] = movies.index(movieId);
      number[size] = what;
      if (called != null) {
        names()[size] = names.computeIfAbsent(called, same -> same);
      }
      eventTime[size++] = timeMillis;
    }

    private @Nullable String[] names() {
      @Nullable String @Nullable [] there = name;
      if (there == null) {
        there = new String[user.length];
        name = there;
      }
      return there;
    }

    /** Makes a take of value 1 of each rating. */
    void ratingsAreTakes() {
      @Nullable String[] all = names();
      for (int i = 0; i < size; i++) {
        if (all[i] == null) {
          all[i] = InteractionWeights.TAKE;
          number[i] = 1;
        }
      }
    }

    /** Drops {@code .0} where every id of a column ends in it; returns whose ids these are. */
    List<String> dropDecimals() {
      List<String> shortened = new ArrayList<>();
      if (users.dropDecimals()) {
        shortened.add("user");
      }
      if (movies.dropDecimals()) {
        shortened.add("movie");
      }
      return shortened;
    }

    /** How many ids of a column end in {@code .0}, where others do not; none where none does. */
    Map<String, Long> someDecimals() {
      Map<String, Long> some = new TreeMap<>();
      some.put("user", WholeIds.decimals(users.ids));
      some.put("movie", WholeIds.decimals(movies.ids));
      some.values().removeIf(count -> count == 0);
      return some;
    }

    /** Whether an id of a user or movie is of a kind. */
    boolean hasId(Predicate<String> kind) {
      return users.ids.stream().anyMatch(kind) || movies.ids.stream().anyMatch(kind);
    }

    /** Whether there are several events, all at one time. */
    boolean hasOneTime() {
      return size > 1 && Arrays.stream(eventTime, 0, size).allMatch(time -> time == eventTime[0]);
    }

    int size() {
      return size;
    }

    /** The events so far, stably sorted by event time. */
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

    /** Drops {@code .0} where all ids end in it; returns whether they did. Then no id is added. */
    boolean dropDecimals() {
      boolean are = WholeIds.areDecimals(ids);
      if (are) {
        ids.replaceAll(WholeIds::whole);
      }
      return are;
    }

    List<String> ids() {
      return List.copyOf(ids);
    }
  }
}
