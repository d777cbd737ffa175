package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition of the movie side has done. Mutable, owned by one processor.
 *
 * <pre>
 *  0  version 1 byte = 3; version 1 ended before reapplied, 2 before unreadable
 *  1  generation int
 *  5  learned, dropped, refused, reapplied, droppedReapplied: 5 longs
 * 45  unreadable, reappliedInGeneration, repeated, truncated: 4 longs
 * 77  position in movie-updates: a ConsumedPosition
 * </pre>
 */
public final class MovieProgress extends PartitionProgress {

  private static final byte VERSION = 3;
  private static final int SIZE = 45 + END;
  private static final Format FORMAT = new Format("movie-progress", 1, VERSION, SIZE, Format.SMALL);

  private int generation;
  private long learned;
  private long dropped;
  private long reapplied;
  private long droppedReapplied;

  /** Generation whose factors are being stepped. */
  public int generation() {
    return generation;
  }

  /** From now on factors of this generation are stepped. */
  public void adopt(int newGeneration) {
    generation = newGeneration;
    reappliedInGeneration = 0;
  }

  /** Counts an update that was taken in. */
  public void learned() {
    learned++;
  }

  /** Counts an update that was learned in an older generation before. */
  @Override
  public void reapplied() {
    super.reapplied();
    reapplied++;
  }

  /** Counts an update of an older generation, dropped because its user sends it again. */
  public void dropped() {
    dropped++;
  }

  /**
   * Counts a dropped update that was learned in a still older generation before; its user sends it
   * again.
   */
  public void droppedReapplied() {
    droppedReapplied++;
  }

  /** Updates taken in, dropped ones included. */
  @Override
  public long sequence() {
    return learned + dropped + reapplied + droppedReapplied;
  }

  /** This partition's report. */
  public LearningProgress report(int partition) {
    return new LearningProgress(
        Side.MOVIES,
        partition,
        generation,
        sequence(),
        learned,
        0,
        0,
        0,
        0,
        refused,
        dropped,
        reapplied,
        droppedReapplied,
        0,
        0,
        0,
        0,
        unreadable,
        reappliedInGeneration,
        repeated,
        truncated,
        0,
        ErrorSums.NONE,
        List.of());
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(SIZE)
            .put(VERSION)
            .putInt(generation)
            .putLong(learned)
            .putLong(dropped)
            .putLong(refused)
            .putLong(reapplied)
            .putLong(droppedReapplied);
    putEnd(out);
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static MovieProgress fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, MovieProgress::read);
  }

  private static MovieProgress read(ByteBuffer in, int version) {
    MovieProgress progress = new MovieProgress();
    progress.generation = in.getInt();
    progress.learned = in.getLong();
    progress.dropped = in.getLong();
    progress.refused = in.getLong();
    progress.reapplied = version == 1 ? 0 : in.getLong();
    progress.droppedReapplied = version == 1 ? 0 : in.getLong();
    progress.getEnd(in, version >= 3, progress.generation);
    Binary.checkCounts(
        progress.generation,
        progress.learned,
        progress.dropped,
        progress.refused,
        progress.reapplied,
        progress.droppedReapplied);
    return progress;
  }
}
