package dev.freshet.event;

import java.nio.ByteBuffer;

/**
 * Value of the rating matrix: what the user's newest event on a movie said, and what the live model
 * had predicted.
 *
 * <pre>
 *  0  version    1 byte = 1
 *  1  rating     float; NaN where the rating was taken back: the marker keeps older events out
 *  5  eventTime  long, ms since the epoch
 * 13  sequence   long, arrival number within the user partition
 * 21  generation int, of the model that predicted
 * 25  prediction float, before the step; NaN for a marker
 * 29  baseline   float, what biases alone predicted
 * </pre>
 *
 * @param rating the rating; {@code NaN} for a retraction's marker
 * @param eventTime milliseconds since the epoch
 * @param sequence arrival number within the user partition, from 1
 * @param generation generation that predicted
 * @param prediction the live model's prediction before its step, clipped to the scale
 * @param baseline prediction of biases alone, clipped to the scale
 */
public record StoredRating(
    float rating, long eventTime, long sequence, int generation, float prediction, float baseline) {

  private static final byte VERSION = 1;
  private static final int SIZE = 33;

  /** The marker that a retraction leaves. */
  public static StoredRating retracted(long eventTime, long sequence, int generation) {
    return new StoredRating(Float.NaN, eventTime, sequence, generation, Float.NaN, Float.NaN);
  }

  /** Whether this is a retraction's marker. */
  public boolean isRetracted() {
    return Float.isNaN(rating);
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(SIZE)
        .put(VERSION)
        .putFloat(rating)
        .putLong(eventTime)
        .putLong(sequence)
        .putInt(generation)
        .putFloat(prediction)
        .putFloat(baseline)
        .array();
  }

  /** Reads {@link #toBytes}. */
  public static StoredRating fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary.checkVersion("user-ratings", VERSION, in.get());
    return new StoredRating(
        in.getFloat(), in.getLong(), in.getLong(), in.getInt(), in.getFloat(), in.getFloat());
  }
}
