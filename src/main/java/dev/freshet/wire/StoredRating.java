package dev.freshet.wire;

import dev.freshet.online.InteractionWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Value of the rating matrix: what the user's newest rating of a movie said, what the live model
 * had predicted, and what else the user did with the movie.
 *
 * <pre>
 *  0  version    1 byte = 1, or 2 where since follows, or 3 where since and take follow,
 *                or 4 where place follows these, or 5 with interactions
 *  1  rating     float; NaN where the rating was taken back: the marker keeps older events out
 *  5  eventTime  long, ms since the epoch; Long.MIN_VALUE where there was never a rating
 * 13  sequence   long, arrival number within the user partition
 * 21  generation int, of the model that predicted
 * 25  prediction float, before the step; NaN for a marker
 * 29  baseline   float, what biases alone predicted
 * 33  since      long; versions 2 to 5
 * 41  take       a {@link Take}; versions 3 and 4. Version 5: 1 byte, 1 where there is one; then it,
 *                with its weight
 *     place      1 byte; versions 4 and 5, where it can be 0
 *     placedAt   long; version 5 alone
 *     count      1 byte, then so many times a {@link StoredInteraction}; version 5 alone
 * </pre>
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
  private static final int MOST_NAMES = 100;

  /** A place further down than anybody looked. */
  public static final int BEYOND = Byte.MAX_VALUE;

  private static final byte VERSION = 1;
  private static final byte SURVIVOR = 2;
  private static final byte TAKE = 3;
  private static final byte PLACE = 4;
  private static final byte INTERACTIONS = 5;
  private static final int SIZE = 33;
  private static final Format FORMAT =
      new Format("user-ratings", VERSION, INTERACTIONS, SIZE, 1 << 16);

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
    byte version = version();
    ByteBuffer out = ByteBuffer.allocate(size(version)).put(version);
    out.putFloat(rating).putLong(eventTime).putLong(sequence).putInt(generation);
    out.putFloat(prediction).putFloat(baseline);
    if (version != VERSION) {
      out.putLong(since);
    }
    if (version == INTERACTIONS) {
      putInteractions(out);
    } else if (take != null) {
      take.put(out);
    }
    if (version == PLACE) {
      out.put((byte) place);
    }
    return out.array();
  }

  private byte version() {
    if (!interactions.isEmpty() || eventTime == Long.MIN_VALUE) {
      return INTERACTIONS;
    }
    if (take == null) {
      return since > 0 ? SURVIVOR : VERSION;
    }
    return place > 0 ? PLACE : TAKE;
  }

  private int size(byte version) {
    int size = SIZE + (version == VERSION ? 0 : Long.BYTES);
    if (version == INTERACTIONS) {
      size += 3 + Long.BYTES + (take == null ? 0 : take.weightedSize());
      for (StoredInteraction each : interactions) {
        size += each.size();
      }
      return size;
    }
    return size + (take == null ? 0 : take.size()) + (version == PLACE ? 1 : 0);
  }

  private void putInteractions(ByteBuffer out) {
    out.put((byte) (take == null ? 0 : 1));
    if (take != null) {
      take.putWeighted(out);
    }
    out.put((byte) place).putLong(placedAt).put((byte) interactions.size());
    for (StoredInteraction each : interactions) {
      each.put(out);
    }
  }

  /** What these bytes hold; null where it is no rating. */
  public static @Nullable StoredRating orNull(byte[] bytes) {
    return Binary.orNull(() -> fromBytes(bytes));
  }

  /** Reads {@link #toBytes}. */
  public static StoredRating fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, StoredRating::read);
  }

  private static StoredRating read(ByteBuffer in, int version) {
    float rating = in.getFloat();
    if (Float.isInfinite(rating)) {
      throw new UnreadableException("a rating of " + rating);
    }
    long eventTime = in.getLong();
    long sequence = in.getLong();
    int generation = in.getInt();
    float prediction = in.getFloat();
    float baseline = in.getFloat();
    long since = version == VERSION ? 0 : in.getLong();
    @Nullable Take take = version == INTERACTIONS ? takeIfAny(in) : null;
    if (version == TAKE || version == PLACE) {
      take = Take.get(in);
    }
    int place = version < PLACE ? 0 : place(in, version == PLACE ? 1 : 0);
    long placedAt = place == 0 ? 0 : sequence;
    placedAt = version == INTERACTIONS ? in.getLong() : placedAt;
    List<StoredInteraction> all = version == INTERACTIONS ? interactions(in) : List.of();
    if (Float.isNaN(rating) && eventTime == Long.MIN_VALUE && all.isEmpty()) {
      throw new UnreadableException("neither a rating nor an interaction");
    }
    return new StoredRating(
        rating,
        eventTime,
        sequence,
        generation,
        prediction,
        baseline,
        since,
        take,
        place,
        placedAt,
        all);
  }

  private static @Nullable Take takeIfAny(ByteBuffer in) {
    byte has = in.get();
    if (has < 0 || has > 1) {
      throw new UnreadableException("takes of kind " + has);
    }
    return has == 0 ? null : Take.getWeighted(in);
  }

  private static int place(ByteBuffer in, int least) {
    int place = in.get();
    if (place < least) {
      throw new UnreadableException("a place of " + place);
    }
    return place;
  }

  private static List<StoredInteraction> interactions(ByteBuffer in) {
    int count = in.get();
    if (count < 0 || count > MOST_NAMES) {
      throw new UnreadableException("interactions of " + count + " names");
    }
    List<StoredInteraction> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(StoredInteraction.get(in));
    }
    return all;
  }
}
