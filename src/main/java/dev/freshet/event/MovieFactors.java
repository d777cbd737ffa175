package dev.freshet.event;

import dev.freshet.model.Factors;
import java.nio.ByteBuffer;

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

  /** Reads {@link #toBytes}. */
  public static Factors fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary.checkVersion("movie-factors", VERSION, in.get());
    return Binary.getFactors(in);
  }
}
