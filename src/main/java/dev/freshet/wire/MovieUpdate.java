package dev.freshet.wire;

import dev.freshet.online.Factors;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code movie-updates}: what the movie side needs for its SGD step. The movie is the
 * record's key.
 *
 * <pre>
 * 0  version 1 byte = 1, or 2 for one that is re-applied; with a start 3, or 4 if re-applied; with
 *              a take 4 more
 * 1  rating  float
 * 5  factors of the user before the step, as in {@link MovieFactors} from its byte 1
 *    factors that the movie starts with, as in {@link MovieFactors} from its byte 1; versions 3, 4,
 *            7, 8
 *    a {@link Take}; versions 5 to 8
 * </pre>
 *
 * @param rating the rating, on the scale
 * @param user factors of the user before the user's own step; their generation is the update's
 * @param reapplied whether the rating was learned in an older generation before: then the baseline,
 *     which outlives generations, has it already
 * @param start what the user side took the movie to be, if nothing is learned in it: the user side
 *     knows the catalogue; null for what the movie side has
 * @param take what is to be counted; null where the user did not take the movie by this
 */
public record MovieUpdate(
    float rating, Factors user, boolean reapplied, @Nullable Factors start, @Nullable Take take) {

  private static final byte VERSION = 1;
  private static final byte REAPPLIED = 2;

  /** Added to the version of what has a start. */
  private static final byte START = 2;

  /** Added to the version of what has a take. */
  private static final byte TAKE = 4;

  private static final Format FORMAT =
      new Format(
          "movie-updates",
          VERSION,
          REAPPLIED + START + TAKE,
          5 + Binary.LEAST_FACTORS,
          5 + 4 * Binary.MOST_FACTORS + (1 << 14));

  /** An update for a rating that is learned for the first time. */
  public MovieUpdate(float rating, Factors user) {
    this(rating, user, false);
  }

  /** An update without a start. */
  public MovieUpdate(float rating, Factors user, boolean reapplied) {
    this(rating, user, reapplied, null, null);
  }

  /** An update that counts no take. */
  public MovieUpdate(float rating, Factors user, boolean reapplied, @Nullable Factors start) {
    this(rating, user, reapplied, start, null);
  }

  /** The movie that the step begins from, where {@code stored} is what the movie side has. */
  public Factors beginning(Factors stored) {
    return start != null
            && stored.steps() == 0
            && start.generation() == stored.generation()
            && start.rank() == stored.rank()
        ? start.withBaseline(stored.baseline())
        : stored;
  }

  /** This update as bytes. */
  public byte[] toBytes() {
    int version = reapplied ? REAPPLIED : VERSION;
    int size = 5 + Binary.sizeOf(user);
    size += start == null ? 0 : Binary.sizeOf(start);
    size += take == null ? 0 : take.size();
    version += (start == null ? 0 : START) + (take == null ? 0 : TAKE);
    ByteBuffer out = ByteBuffer.allocate(size).put((byte) version).putFloat(rating);
    Binary.put(out, user);
    if (start != null) {
      Binary.put(out, start);
    }
    if (take != null) {
      take.put(out);
    }
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static MovieUpdate fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, MovieUpdate::read);
  }

  private static MovieUpdate read(ByteBuffer in, int version) {
    float rating = in.getFloat();
    Factors user = Binary.getFactors(in);
    if (!Float.isFinite(rating) || !user.isFinite()) {
      throw new UnreadableException("an update with numbers that are not finite");
    }
    boolean hasTake = version > REAPPLIED + START;
    int without = hasTake ? version - TAKE : version;
    boolean hasStart = without > REAPPLIED;
    boolean isReapplied = (hasStart ? without - START : without) == REAPPLIED;
    return new MovieUpdate(
        rating,
        user,
        isReapplied,
        hasStart ? Binary.getFactors(in) : null,
        hasTake ? Take.get(in) : null);
  }
}
