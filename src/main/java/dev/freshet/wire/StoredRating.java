package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of the rating matrix: what the user's newest event on a movie said, and what the live model
 * had predicted.
 *
 * <pre>
 *  0  version    1 byte = 1, or 2 where since follows, or 3 where since and take follow,
 *                or 4 where place follows these
 *  1  rating     float; NaN where the rating was taken back: the marker keeps older events out
 *  5  eventTime  long, ms since the epoch
 * 13  sequence   long, arrival number within the user partition
 * 21  generation int, of the model that predicted
 * 25  prediction float, before the step; NaN for a marker
 * 29  baseline   float, what biases alone predicted
 * 33  since      long; versions 2 to 4
 * 41  take       a {@link Take}; versions 3 and 4
 *     place      1 byte; version 4 alone
 * </pre>
 *
 * @param rating the rating; {@code NaN} for a retraction's marker
 * @param eventTime milliseconds since the epoch
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
    int place) {

  /** A place further down than anybody looked. */
  public static final int BEYOND = Byte.MAX_VALUE;

  private static final byte VERSION = 1;
  private static final byte SURVIVOR = 2;
  private static final byte TAKE = 3;
  private static final byte PLACE = 4;
  private static final int SIZE = 33;
  private static final Format FORMAT = new Format("user-ratings", VERSION, PLACE, SIZE, 1 << 14);

  /** A rating as it is learned. */
  public StoredRating(
      float rating,
      long eventTime,
      long sequence,
      int generation,
      float prediction,
      float baseline) {
    this(rating, eventTime, sequence, generation, prediction, baseline, 0, null, 0);
  }

  /** The marker that a retraction leaves. */
  public static StoredRating retracted(long eventTime, long sequence, int generation) {
    return new StoredRating(Float.NaN, eventTime, sequence, generation, Float.NaN, Float.NaN);
  }

  /** Whether this is a retraction's marker. */
  public boolean isRetracted() {
    return Float.isNaN(rating);
  }

  /** This rating after its user was forgotten up to an older event time. */
  public StoredRating survived(long sinceSequence) {
    return new StoredRating(
        rating, eventTime, sequence, generation, prediction, baseline, sinceSequence, take, place);
  }

  /** This rating as one that was counted as a take; null for one that was not. */
  public StoredRating withTake(@Nullable Take counted) {
    return new StoredRating(
        rating, eventTime, sequence, generation, prediction, baseline, since, counted, 0);
  }

  /** This rating, with the place at which the movie stood just before it was taken. */
  public StoredRating stoodAt(int newPlace) {
    return new StoredRating(
        rating, eventTime, sequence, generation, prediction, baseline, since, take, newPlace);
  }

  /** Whether this is from before its user was forgotten, and must not be here any more. */
  public boolean isForgotten(long forgottenUpTo) {
    return eventTime <= forgottenUpTo;
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    byte version = take == null ? since > 0 ? SURVIVOR : VERSION : place > 0 ? PLACE : TAKE;
    int size =
        SIZE
            + (version == VERSION ? 0 : Long.BYTES)
            + (take == null ? 0 : take.size())
            + (version == PLACE ? 1 : 0);
    ByteBuffer out =
        ByteBuffer.allocate(size)
            .put(version)
            .putFloat(rating)
            .putLong(eventTime)
            .putLong(sequence)
            .putInt(generation)
            .putFloat(prediction)
            .putFloat(baseline);
    if (version != VERSION) {
      out.putLong(since);
    }
    if (take != null) {
      take.put(out);
    }
    if (version == PLACE) {
      out.put((byte) place);
    }
    return out.array();
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
    return new StoredRating(
        rating,
        in.getLong(),
        in.getLong(),
        in.getInt(),
        in.getFloat(),
        in.getFloat(),
        version == VERSION ? 0 : in.getLong(),
        version >= TAKE ? Take.get(in) : null,
        version == PLACE ? place(in) : 0);
  }

  private static int place(ByteBuffer in) {
    int place = in.get();
    if (place < 1) {
      throw new UnreadableException("a place of " + place);
    }
    return place;
  }
}
