package dev.freshet.event;

import java.nio.ByteBuffer;

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
  public static GenerationMark fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary.checkVersion("mark of a generation", VERSION, in.get());
    return new GenerationMark(in.getInt(), in.getInt());
  }
}
