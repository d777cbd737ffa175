package dev.freshet.wire;

import dev.freshet.online.Factors;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code movie-factors} where nobody took the movie, and of genres and checkpoints; the
 * factors alone of a {@link StoredMovie}.
 *
 * <pre>
 *  0  version    1 byte = 1
 *  1  generation int
 *  5  steps      int
 *  9  bias       float
 * 13  baseline   float
 * 17  rank k     short
 * 19  vector     k floats
 * </pre>
 */
public final class MovieFactors {

  private static final byte VERSION = 1;
  private static final Format FORMAT = StoredMovie.FORMAT;

  private MovieFactors() {}

  /** Factors as bytes. */
  public static byte[] toBytes(Factors factors) {
    ByteBuffer out = ByteBuffer.allocate(1 + Binary.sizeOf(factors)).put(VERSION);
    Binary.put(out, factors);
    return out.array();
  }

  /** The factors in a record of somebody's; null if it holds none that can be computed with. */
  public static @Nullable Factors orNull(byte @Nullable [] bytes) {
    return bytes == null ? null : Binary.orNull(() -> finite(bytes));
  }

  /** Reads {@link #toBytes}; what cannot be computed with is unreadable. */
  public static Factors finite(byte @Nullable [] bytes) {
    Factors factors = fromBytes(bytes);
    if (!factors.isFinite()) {
      throw new UnreadableException(FORMAT.name() + ": factors that are not finite");
    }
    return factors;
  }

  /** Reads {@link #toBytes}; numbers that are not finite come back as they are. */
  public static Factors fromBytes(byte @Nullable [] bytes) {
    return StoredMovie.fromBytes(bytes).factors();
  }
}
