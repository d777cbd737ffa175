package dev.freshet.event;

import dev.freshet.model.Factors;
import java.nio.ByteBuffer;

/**
 * Value of {@code movie-updates}: what the movie side needs for its SGD step. The movie is the
 * record's key.
 *
 * <pre>
 * 0  version 1 byte = 1
 * 1  rating  float
 * 5  factors of the user before the step, as in {@link MovieFactors} from its byte 1
 * </pre>
 *
 * @param rating the rating, on the scale
 * @param user factors of the user before the user's own step; their generation is the update's
 */
public record MovieUpdate(float rating, Factors user) {

  private static final byte VERSION = 1;

  /** This update as bytes. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(5 + Binary.sizeOf(user)).put(VERSION).putFloat(rating);
    Binary.put(out, user);
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static MovieUpdate fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary.checkVersion("movie-updates", VERSION, in.get());
    return new MovieUpdate(in.getFloat(), Binary.getFactors(in));
  }
}
