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
 *                or 4 where place follows these, or 6 with all; 5 was as 6 without likedAt and asked
 *  1  rating     float; NaN where the rating was taken back: the marker keeps older events out
 *  5  eventTime  long, ms since the epoch; Long.MIN_VALUE where there was never a rating
 * 13  sequence   long, arrival number within the user partition
 * 21  generation int, of the model that predicted
 * 25  prediction float, before the step; NaN for a marker
 * 29  baseline   float, what biases alone predicted
 * 33  since      long; versions 2 to 6
 * 41  take       a {@link Take}; versions 3 and 4. Versions 5 and 6: 1 byte, 1 where there is one;
 *                then it, with its weight
 *     place      1 byte; versions 4 to 6, where it can be 0 from 5 on
 *     placedAt   long; versions 5 and 6
 *     likedAt    long; version 6. Before it is the time of the whole take of a rating that stands
 *     asked      1 byte, 0 or 1; version 6. Before whoever was liked was asked
 *     count      1 byte, then so many times a {@link StoredInteraction}; versions 5 and 6
 * </pre>
 */
final class StoredRatingFormat {

  private static final byte VERSION = 1;
  private static final byte SURVIVOR = 2;
  private static final byte TAKE = 3;
  private static final byte PLACE = 4;
  private static final byte INTERACTIONS = 5;
  private static final byte ALL = 6;
  private static final int SIZE = 33;
  private static final Format FORMAT = new Format("user-ratings", VERSION, ALL, SIZE, 1 << 16);

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
    if (version == ALL) {
      putAll(of, out);
    } else if (take != null) {
      take.put(out);
    }
    if (version == PLACE) {
      out.put((byte) of.place());
    }
    return out.array();
  }

  private static byte version(StoredRating of) {
    @Nullable Take take = of.take();
    boolean isPlain =
        of.interactions().isEmpty()
            && of.eventTime() != Long.MIN_VALUE
            && (of.place() == 0 || (take != null && of.placedAt() == of.sequence()))
            && of.likedAt() == likedAt(take)
            && of.asked() == of.isLiked();
    if (!isPlain) {
      return ALL;
    }
    if (take == null) {
      return of.since() > 0 ? SURVIVOR : VERSION;
    }
    return of.place() > 0 ? PLACE : TAKE;
  }

  /** When a rating was liked whose take this is, and nothing else's. */
  private static long likedAt(@Nullable Take take) {
    return take == null ? Long.MIN_VALUE : take.time();
  }

  private static int size(StoredRating of, byte version) {
    int size = SIZE + (version == VERSION ? 0 : Long.BYTES);
    @Nullable Take take = of.take();
    if (version == ALL) {
      size += 4 + 2 * Long.BYTES + (take == null ? 0 : take.weightedSize());
      for (StoredInteraction each : of.interactions()) {
        size += each.size();
      }
      return size;
    }
    return size + (take == null ? 0 : take.size()) + (version == PLACE ? 1 : 0);
  }

  private static void putAll(StoredRating of, ByteBuffer out) {
    @Nullable Take take = of.take();
    out.put((byte) (take == null ? 0 : 1));
    if (take != null) {
      take.putWeighted(out);
    }
    out.put((byte) of.place()).putLong(of.placedAt()).putLong(of.likedAt());
    out.put((byte) (of.asked() ? 1 : 0)).put((byte) of.interactions().size());
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
    @Nullable Take take = version >= INTERACTIONS ? takeIfAny(in) : null;
    if (version == TAKE || version == PLACE) {
      take = Take.get(in);
    }
    int place = version < PLACE ? 0 : place(in, version == PLACE ? 1 : 0);
    long placedAt = place == 0 ? 0 : sequence;
    placedAt = version >= INTERACTIONS ? in.getLong() : placedAt;
    boolean isLiked = take != null && take.isWhole() && !Float.isNaN(rating);
    long likedAt = version == ALL ? in.getLong() : likedAt(isLiked ? take : null);
    boolean asked = version == ALL ? isSet(in) : isLiked;
    List<StoredInteraction> all = version >= INTERACTIONS ? interactions(in) : List.of();
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
        likedAt,
        asked,
        place,
        placedAt,
        all);
  }

  private static @Nullable Take takeIfAny(ByteBuffer in) {
    return isSet(in) ? Take.getWeighted(in) : null;
  }

  private static boolean isSet(ByteBuffer in) {
    byte bit = in.get();
    if (bit < 0 || bit > 1) {
      throw new UnreadableException("neither yes nor no: " + bit);
    }
    return bit == 1;
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
