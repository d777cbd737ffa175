package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link StoredRating}.
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
 */
final class StoredRatingFormat {

  private static final byte VERSION = 1;
  private static final byte SURVIVOR = 2;
  private static final byte TAKE = 3;
  private static final byte PLACE = 4;
  private static final byte INTERACTIONS = 5;
  private static final int SIZE = 33;
  private static final Format FORMAT =
      new Format("user-ratings", VERSION, INTERACTIONS, SIZE, 1 << 16);

  private StoredRatingFormat() {}

  static byte[] toBytes(StoredRating of) {
    byte version = version(of);
    ByteBuffer out = ByteBuffer.allocate(size(of, version)).put(version);
    out.putFloat(of.rating()).putLong(of.eventTime()).putLong(of.sequence());
    out.putInt(of.generation()).putFloat(of.prediction()).putFloat(of.baseline());
    if (version != VERSION) {
      out.putLong(of.since());
    }
    @Nullable Take take = of.take();
    if (version == INTERACTIONS) {
      putInteractions(of, out);
    } else if (take != null) {
      take.put(out);
    }
    if (version == PLACE) {
      out.put((byte) of.place());
    }
    return out.array();
  }

  private static byte version(StoredRating of) {
    if (!of.interactions().isEmpty() || of.eventTime() == Long.MIN_VALUE) {
      return INTERACTIONS;
    }
    if (of.take() == null) {
      return of.since() > 0 ? SURVIVOR : VERSION;
    }
    return of.place() > 0 ? PLACE : TAKE;
  }

  private static int size(StoredRating of, byte version) {
    int size = SIZE + (version == VERSION ? 0 : Long.BYTES);
    @Nullable Take take = of.take();
    if (version == INTERACTIONS) {
      size += 3 + Long.BYTES + (take == null ? 0 : take.weightedSize());
      for (StoredInteraction each : of.interactions()) {
        size += each.size();
      }
      return size;
    }
    return size + (take == null ? 0 : take.size()) + (version == PLACE ? 1 : 0);
  }

  private static void putInteractions(StoredRating of, ByteBuffer out) {
    @Nullable Take take = of.take();
    out.put((byte) (take == null ? 0 : 1));
    if (take != null) {
      take.putWeighted(out);
    }
    out.put((byte) of.place()).putLong(of.placedAt()).put((byte) of.interactions().size());
    for (StoredInteraction each : of.interactions()) {
      each.put(out);
    }
  }

  static StoredRating fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, StoredRatingFormat::read);
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
    if (count < 0 || count > StoredRating.MOST_NAMES) {
      throw new UnreadableException("interactions of " + count + " names");
    }
    List<StoredInteraction> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(StoredInteraction.get(in));
    }
    return all;
  }
}
