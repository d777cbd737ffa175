package dev.freshet.wire;

import dev.freshet.online.InteractionWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Value of the rating matrix: what the user's newest rating of a movie said, what the live model
 * had predicted, and what else the user did with the movie.
 *
 * @param rating the rating; {@code NaN} for a retraction's marker, and where there was never one
 * @param eventTime milliseconds since the epoch; {@link Long#MIN_VALUE} where there was never a
 *     rating
 * @param sequence arrival number within the user partition, from 1
 * @param generation generation that predicted
 * @param prediction the live model's prediction before its step, clipped to the scale
 * @param baseline prediction of biases alone, clipped to the scale
 * @param since sequence at which the user was last forgotten, where this rating, being newer than
 *     the request, survived; 0 where none was read after the rating
 * @param take what was counted when the user took the movie; null where nothing was
 * @param likedAt event time, no later than its arrival, of the first rating since the last
 *     retraction, if it said that the movie was liked, milliseconds since the epoch; {@link
 *     Long#MIN_VALUE} where it did not, or is not known
 * @param asked whether an event on the movie counted enough by itself for lists to be judged by it,
 *     be it taken back since
 * @param place at which the movie stood, just before the take, in the order of the list that the
 *     live model would have sent, before anything was explored or made diverse, from 1; {@link
 *     #BEYOND} if further down than anybody looked; 0 where nobody looked, and where nothing was
 *     taken
 * @param placedAt sequence of the event before which somebody looked for the place; 0 where nobody
 *     did
 * @param interactions by their names, which differ; none is empty
 */
public record StoredRating(
    float rating,
    long eventTime,
    long sequence,
    int generation,
    float prediction,
    float baseline,
    long since,
    @Nullable Take take,
    long likedAt,
    boolean asked,
    int place,
    long placedAt,
    List<StoredInteraction> interactions) {

  /** Names of interactions of one user with one movie, at most. */
  static final int MOST_NAMES = 100;

  /** What sums of a few floats may differ by. */
  private static final double ROUNDING = 1e-5;

  /** A place further down than anybody looked. */
  public static final int BEYOND = Byte.MAX_VALUE;

  /** A rating as it is learned. */
  public StoredRating(
      float rating,
      long eventTime,
      long sequence,
      int generation,
      float prediction,
      float baseline) {
    this(
        rating,
        eventTime,
        sequence,
        generation,
        prediction,
        baseline,
        0,
        null,
        Long.MIN_VALUE,
        false,
        0,
        0,
        List.of());
  }

  /** Nothing: where neither a rating nor an interaction was. */
  public static StoredRating none() {
    return new StoredRating(Float.NaN, Long.MIN_VALUE, 0, 0, Float.NaN, Float.NaN);
  }

  /** Copies the list. */
  public StoredRating {
    interactions = List.copyOf(interactions);
  }

  /** The marker that a retraction leaves. */
  public static StoredRating retracted(long eventTime, long sequence, int generation) {
    return new StoredRating(Float.NaN, eventTime, sequence, generation, Float.NaN, Float.NaN);
  }

  /** Whether a rating stands. */
  public boolean stands() {
    return !Float.isNaN(rating);
  }

  /** Whether there is a retraction's marker. */
  public boolean isRetracted() {
    return Float.isNaN(rating) && eventTime != Long.MIN_VALUE;
  }

  /** Whether an interaction stands. */
  public boolean isInteracted() {
    for (StoredInteraction each : interactions) {
      if (each.stands()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a rating or an interaction stands. */
  public boolean isAnything() {
    return stands() || isInteracted();
  }

  /** What is kept of the interactions of a name; nothing of one that never was. */
  public StoredInteraction interaction(String name) {
    for (StoredInteraction each : interactions) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return StoredInteraction.none(name);
  }

  /** The largest sequence of the rating and of the interactions. */
  public long newest() {
    long newest = sequence;
    for (StoredInteraction each : interactions) {
      newest = Math.max(newest, each.sequence());
    }
    return newest;
  }

  /** The oldest event time of all that is kept, markers included. */
  public long oldest() {
    long oldest = eventTime == Long.MIN_VALUE ? Long.MAX_VALUE : eventTime;
    for (StoredInteraction each : interactions) {
      oldest = Math.min(oldest, each.oldest());
    }
    return oldest;
  }

  /**
   * What the interactions count together, where a liked rating counts 1: from -1 to 1.
   *
   * @param weights of their names
   */
  public float strength(InteractionWeights weights) {
    double sum = 0;
    for (StoredInteraction each : interactions) {
      sum += weights.count(each.name(), each.total());
    }
    return (float) Math.max(-1, Math.min(1, sum));
  }

  /** Whether the first rating since the last retraction said that the movie was liked. */
  public boolean isLiked() {
    return likedAt != Long.MIN_VALUE;
  }

  /** What the movie was taken by weighs, where a liked rating counts 1: from 0 to 1. */
  public float taking(InteractionWeights weights) {
    return isLiked() ? 1 : Math.max(0, strength(weights));
  }

  /**
   * When the movie was taken: the event time at which the first rating, if it was liked, and the
   * interactions that count above 0 came to 1 together, in the order of their times; that of the
   * newest of them where they do not. It does not depend on the order of their arrival, as long as
   * they are known one by one. What counts below 0 does not change it.
   *
   * @param weights of their names
   * @return milliseconds since the epoch; {@link Long#MIN_VALUE} where nothing counts above 0
   */
  public long takenAt(InteractionWeights weights) {
    TreeMap<Long, Double> counts = new TreeMap<>();
    if (isLiked()) {
      counts.put(likedAt, 1.0);
    }
    for (StoredInteraction each : interactions) {
      add(counts, each.floor(), weights.count(each.name(), each.base()));
      for (StoredInteraction.Timed timed : each.newest()) {
        add(counts, timed.time(), weights.count(each.name(), timed.value()));
      }
    }
    double sum = 0;
    for (Map.Entry<Long, Double> count : counts.entrySet()) {
      sum += count.getValue();
      if (sum >= 1 - ROUNDING) {
        return count.getKey();
      }
    }
    return counts.isEmpty() ? Long.MIN_VALUE : counts.lastKey();
  }

  private static void add(Map<Long, Double> counts, long time, double count) {
    if (count > 0) {
      counts.merge(time, count, Double::sum);
    }
  }

  /** Whether the user's lists leave out the movie: it was rated, or an interaction hides it. */
  public boolean hides(InteractionWeights weights) {
    if (stands()) {
      return true;
    }
    for (StoredInteraction each : interactions) {
      if (each.stands() && weights.hides(each.name())) {
        return true;
      }
    }
    return false;
  }

  /** Whether interactions of a name fit beside the others. */
  public boolean hasRoomFor(String name) {
    return interactions.size() < MOST_NAMES
        || interactions.stream().anyMatch(each -> each.name().equals(name));
  }

  /** Whether the user's lists leave out the movie for an interaction, as no rating stands. */
  public boolean hidesUnrated(InteractionWeights weights) {
    return !stands() && hides(weights);
  }

  /** A copy with other interactions of one name. */
  public StoredRating with(StoredInteraction other) {
    List<StoredInteraction> all = new ArrayList<>(interactions);
    all.removeIf(each -> each.name().equals(other.name()));
    all.add(other);
    return with(all);
  }

  /** A copy with the interactions of another. */
  public StoredRating withInteractionsOf(@Nullable StoredRating other) {
    return other == null || other.interactions.isEmpty() ? this : with(other.interactions);
  }

  private StoredRating with(List<StoredInteraction> all) {
    return with(since, take, likedAt, asked, place, placedAt, all);
  }

  /** A copy of what the rating said, with all else. */
  private StoredRating with(
      long otherSince,
      @Nullable Take otherTake,
      long otherLikedAt,
      boolean otherAsked,
      int otherPlace,
      long otherPlacedAt,
      List<StoredInteraction> all) {
    return new StoredRating(
        rating,
        eventTime,
        sequence,
        generation,
        prediction,
        baseline,
        otherSince,
        otherTake,
        otherLikedAt,
        otherAsked,
        otherPlace,
        otherPlacedAt,
        all);
  }

  /**
   * What is left once its user is forgotten up to an event time.
   *
   * @return null if nothing is
   */
  public @Nullable StoredRating newerThan(long forgottenUpTo) {
    if (interactions.isEmpty()) {
      return eventTime <= forgottenUpTo ? null : this;
    }
    List<StoredInteraction> left = new ArrayList<>();
    for (StoredInteraction each : interactions) {
      @Nullable StoredInteraction newer = each.newerThan(forgottenUpTo);
      if (newer != null) {
        left.add(newer);
      }
    }
    boolean isRatingLeft = eventTime > forgottenUpTo;
    if (!isRatingLeft && left.isEmpty()) {
      return null;
    }
    boolean wasNoRating = eventTime == Long.MIN_VALUE;
    if ((isRatingLeft || wasNoRating) && left.equals(interactions)) {
      return this;
    }
    StoredRating rated = isRatingLeft ? this : none();
    long liked = rated.likedAt > forgottenUpTo ? rated.likedAt : Long.MIN_VALUE;
    return rated.with(rated.since, take, liked, rated.asked, rated.place, rated.placedAt, left);
  }

  /** This rating after its user was forgotten up to an older event time. */
  public StoredRating survived(long sinceSequence) {
    return with(sinceSequence, take, likedAt, asked, place, placedAt, interactions);
  }

  /** This rating as the first since the last retraction, liked at an event time. */
  public StoredRating likedAt(long at) {
    return with(since, take, at, asked, place, placedAt, interactions);
  }

  /** A copy that knows whether lists were, or could have been, judged by an event. */
  public StoredRating asked(boolean everAsked) {
    return with(since, take, likedAt, everAsked, place, placedAt, interactions);
  }

  /** This rating as one that was counted as a take; null for one that was not. */
  public StoredRating withTake(@Nullable Take counted) {
    return with(since, counted, likedAt, asked, place, placedAt, interactions);
  }

  /** This rating without what was before it: whether it was liked first, and where it stood. */
  public StoredRating afresh(@Nullable Take counted) {
    return with(since, counted, Long.MIN_VALUE, asked, 0, 0, interactions);
  }

  /**
   * A copy with the place at which the movie stood just before it was taken.
   *
   * @param newPlace from 1, {@link #BEYOND} if further down than anybody looked
   * @param event sequence of the event by which it was taken
   */
  public StoredRating stoodAt(int newPlace, long event) {
    return with(since, take, likedAt, asked, newPlace, event, interactions);
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    return StoredRatingFormat.toBytes(this);
  }

  /** What these bytes hold; null where it is no rating. */
  public static @Nullable StoredRating orNull(byte[] bytes) {
    return Binary.orNull(() -> fromBytes(bytes));
  }

  /** Reads {@link #toBytes}. */
  public static StoredRating fromBytes(byte @Nullable [] bytes) {
    return StoredRatingFormat.fromBytes(bytes);
  }
}
