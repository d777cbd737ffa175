package dev.freshet.event;

import dev.freshet.model.Factors;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code movie-factors}.
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

  private MovieFactors() {}

  /** Factors as bytes. */
  public static byte[] toBytes(Factors factors) {
    ByteBuffer out = ByteBuffer.allocate(1 + Binary.sizeOf(factors)).put(VERSION);
    Binary.put(out, factors);
    return out.array();
  }

  /** The factors in a record of somebody's; null if it holds none that can be computed with. */
  public static @Nullable Factors orNull(byte @Nullable [] bytes) {
    Factors factors = bytes == null ? null : Binary.orNull(() -> fromBytes(bytes));
    return factors != null && factors.vector().length > 0 && factors.isFinite() ? factors : null;
  }

  /** Reads {@link #toBytes}. */
  public static Factors fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary.checkVersion("movie-factors", VERSION, in.get());
    return Binary.getFactors(in);
  }
}
