package dev.freshet.event;

import java.nio.ByteBuffer;

/**
 * Value of the record that ends a generation in one partition of {@code checkpoint-users} or {@code
 * checkpoint-movies}, under an empty key.
 *
 * <pre>
 *  0  version    1 byte = 1
 *  1  generation int
 *  5  sequence   long
 * </pre>
 *
 * @param generation that is complete now in this partition
 * @param sequence in {@code checkpoint-users}: the newest event of the user partition that the
 *     snapshot contained, ratings after it are learned online; in {@code checkpoint-movies} 0
 */
public record CheckpointEnd(int generation, long sequence) {

  private static final byte VERSION = 1;
  private static final int SIZE = 13;
  private static final byte[] KEY = {};

  /** The key of every end: no id is empty. */
  public static byte[] key() {
    return KEY;
  }

  /** Whether a record of a checkpoint topic is an end. */
  public static boolean isKey(byte[] key) {
    return key.length == 0;
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(SIZE).put(VERSION).putInt(generation).putLong(sequence).array();
  }

  /** Reads {@link #toBytes}. */
  public static CheckpointEnd fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary.checkVersion("end of a checkpoint", VERSION, in.get());
    return new CheckpointEnd(in.getInt(), in.getLong());
  }
}
