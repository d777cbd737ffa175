package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of the mark of one partition in {@code movie-factors}, under an empty key: all factors of
 * the partition are of this generation. Without a mark it is 0.
 *
 * <pre>
 *  0  version    1 byte = 1
 *  1  partition  int
 *  5  generation int
 * </pre>
 *
 * @param partition of the movie side
 * @param generation that it has adopted
 */
public record GenerationMark(int partition, int generation) {

  private static final byte VERSION = 1;
  private static final int SIZE = 9;
  private static final Format FORMAT =
      new Format("mark of a generation", VERSION, VERSION, SIZE, Format.SMALL);
  private static final byte[] KEY = {};

  /** The key of every mark: no id is empty. */
  public static byte[] key() {
    return KEY;
  }

  /** Whether a record of {@code movie-factors} is a mark. */
  public static boolean isKey(byte[] key) {
    return key.length == 0;
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(SIZE).put(VERSION).putInt(partition).putInt(generation).array();
  }

  /** Reads {@link #toBytes}. */
  public static GenerationMark fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, (in, version) -> read(in));
  }

  private static GenerationMark read(ByteBuffer in) {
    GenerationMark mark = new GenerationMark(in.getInt(), in.getInt());
    if (mark.partition < 0 || mark.generation < 0) {
      throw new UnreadableException("a mark of " + mark);
    }
    return mark;
  }
}
