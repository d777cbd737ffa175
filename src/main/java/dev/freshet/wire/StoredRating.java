package dev.freshet.wire;

import dev.freshet.online.InteractionWeights;
import java.util.ArrayList;
import java.util.List;
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
    int place,
    long placedAt,
    List<StoredInteraction> interactions) {

  /** Names of interactions of one user with one movie, at most. */
  static final int MOST_NAMES = 100;

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
    this(rating, eventTime, sequence, generation, prediction, baseline, 0, null, 0, 0, List.of());
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
   * The newest event time of an interaction that stands; {@link Long#MIN_VALUE} where none does.
   */
  public long newestInteraction() {
    long newest = Long.MIN_VALUE;
    for (StoredInteraction each : interactions) {
      newest = Math.max(newest, each.newestTime());
    }
    return newest;
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
    return with(since, take, place, placedAt, all);
  }

  /** A copy of what the rating said, with all else. */
  private StoredRating with(
      long otherSince,
      @Nullable Take otherTake,
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
    return isRatingLeft ? with(left) : none().withTake(take).with(left);
  }

  /** This rating after its user was forgotten up to an older event time. */
  public StoredRating survived(long sinceSequence) {
    return with(sinceSequence, take, place, placedAt, interactions);
  }

  /** This rating as one that was counted as a take; null for one that was not. */
  public StoredRating withTake(@Nullable Take counted) {
    return with(since, counted, 0, 0, interactions);
  }

  /** This rating, with the place at which the movie stood just before it was taken by it. */
  public StoredRating stoodAt(int newPlace) {
    return stoodAt(newPlace, newPlace == 0 ? 0 : sequence);
  }

  /**
   * A copy with the place at which the movie stood just before it was taken.
   *
   * @param newPlace from 1, {@link #BEYOND} if further down than anybody looked
   * @param event sequence of the event by which it was taken
   */
  public StoredRating stoodAt(int newPlace, long event) {
    return with(since, take, newPlace, event, interactions);
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
