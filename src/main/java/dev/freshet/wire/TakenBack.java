package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code movie-updates} where a take is taken back: the user took the rating back, or was
 * forgotten. The movie is the record's key.
 *
 * <pre>
 * 0  version 1 byte = 9, which no {@link MovieUpdate} has
 * 1  the {@link Take}
 * </pre>
 *
 * @param take as it was counted
 */
public record TakenBack(Take take) {

  static final byte VERSION = 9;
  private static final Format FORMAT =
      new Format("movie-updates", VERSION, VERSION, 1 + Long.BYTES + 1, 1 << 14);

  /** Whether a value of {@code movie-updates} takes back. */
  public static boolean isIn(byte @Nullable [] bytes) {
    return bytes != null && bytes.length > 0 && bytes[0] == VERSION;
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(1 + take.size()).put(VERSION);
    take.put(out);
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static TakenBack fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, (in, version) -> new TakenBack(Take.get(in)));
  }
}
