package dev.freshet.event;

import dev.freshet.model.Factors;
import java.nio.ByteBuffer;

/**
 * Value of {@code movie-updates}: what the movie side needs for its SGD step. The movie is the
 * record's key.
 *
 * <pre>
 * 0  version 1 byte = 1, or 2 for one that is re-applied
 * 1  rating  float
 * 5  factors of the user before the step, as in {@link MovieFactors} from its byte 1
 * </pre>
 *
 * @param rating the rating, on the scale
 * @param user factors of the user before the user's own step; their generation is the update's
 * @param reapplied whether the rating was learned in an older generation before: then the baseline,
 *     which outlives generations, has it already
 */
public record MovieUpdate(float rating, Factors user, boolean reapplied) {

  private static final byte VERSION = 1;
  private static final byte REAPPLIED = 2;

  /** An update for a rating that is learned for the first time. */
  public MovieUpdate(float rating, Factors user) {
    this(rating, user, false);
  }

  /** This update as bytes. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(5 + Binary.sizeOf(user));
    out.put(reapplied ? REAPPLIED : VERSION).putFloat(rating);
    Binary.put(out, user);
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static MovieUpdate fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    Binary.checkVersion("movie-updates", VERSION, REAPPLIED, version);
    return new MovieUpdate(in.getFloat(), Binary.getFactors(in), version == REAPPLIED);
  }
}
