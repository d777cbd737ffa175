package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of the record that ends a generation in one partition of {@code checkpoint-users} or {@code
 * checkpoint-movies}, under an empty key.
 *
 * <pre>
 *  0  version    1 byte = 2; version 1 ended before rank
 *  1  generation int
 *  5  sequence   long
 * 13  rank       short
 * </pre>
 *
 * @param generation that is complete now in this partition
 * @param sequence in {@code checkpoint-users}: the newest event of the user partition that the
 *     snapshot contained, ratings after it are learned online; in {@code checkpoint-movies} 0
 * @param rank length of the generation's vectors; 0 where version 1 did not say
 */
public record CheckpointEnd(int generation, long sequence, int rank) {

  private static final byte VERSION = 2;
  private static final int SIZE = 15;
  private static final Format FORMAT =
      new Format("end of a checkpoint", 1, VERSION, SIZE, Format.SMALL);
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
    return ByteBuffer.allocate(SIZE)
        .put(VERSION)
        .putInt(generation)
        .putLong(sequence)
        .putShort((short) rank)
        .array();
  }

  /** The end in a record of somebody's; null if it is none. */
  public static @Nullable CheckpointEnd orNull(byte @Nullable [] bytes) {
    return bytes == null ? null : Binary.orNull(() -> fromBytes(bytes));
  }

  /** Reads {@link #toBytes}. */
  public static CheckpointEnd fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, CheckpointEnd::read);
  }

  private static CheckpointEnd read(ByteBuffer in, int version) {
    CheckpointEnd end =
        new CheckpointEnd(in.getInt(), in.getLong(), version == 1 ? 0 : in.getShort());
    if (end.generation < 0 || end.sequence < 0 || end.rank < 0 || end.rank > Binary.MOST_RANK) {
      throw new UnreadableException("an end of " + end);
    }
    return end;
  }
}
