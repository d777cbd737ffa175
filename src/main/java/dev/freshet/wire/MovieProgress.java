package dev.freshet.wire;

import java.nio.ByteBuffer;
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
public final class MovieProgress implements PartitionProgress {

  private static final byte VERSION = 3;
  private static final int SIZE = 77 + ConsumedPosition.SIZE;
  private static final Format FORMAT = new Format("movie-progress", 1, VERSION, SIZE, Format.SMALL);

  private int generation;
  private long learned;
  private long dropped;
  private long refused;
  private long reapplied;
  private long droppedReapplied;
  private long unreadable;
  private long reappliedInGeneration;
  private long repeated;
  private long truncated;
  private ConsumedPosition position = ConsumedPosition.NONE;

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
  public void reapplied() {
    reapplied++;
    reappliedInGeneration += reappliedInGeneration == LearningProgress.UNKNOWN ? 0 : 1;
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

  /** Counts a step whose result was not finite and was not stored. */
  public void refused() {
    refused++;
  }

  /** Counts an update that could not be read. */
  public void unreadable() {
    unreadable++;
  }

  /** Counts an update that was passed over because it had been taken in before. */
  @Override
  public void repeated() {
    repeated++;
  }

  /** Counts that {@code movie-updates} was cut off or created anew. */
  @Override
  public void truncated() {
    truncated++;
  }

  /** How far this partition of {@code movie-updates} was taken in. */
  @Override
  public ConsumedPosition position() {
    return position;
  }

  /** This partition of {@code movie-updates} was taken in as far as this. */
  @Override
  public void position(ConsumedPosition taken) {
    position = taken;
  }

  /** Grows with whatever a report tells of records. */
  public long counted() {
    return sequence() + unreadable + repeated + truncated;
  }

  /** Updates taken in, dropped ones included. */
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
        truncated);
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
            .putLong(droppedReapplied)
            .putLong(unreadable)
            .putLong(reappliedInGeneration)
            .putLong(repeated)
            .putLong(truncated);
    position.put(out);
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
    if (version >= 3) {
      progress.unreadable = in.getLong();
      progress.reappliedInGeneration = in.getLong();
      progress.repeated = in.getLong();
      progress.truncated = in.getLong();
      progress.position = ConsumedPosition.get(in);
    } else if (progress.generation > 0) {
      progress.reappliedInGeneration = LearningProgress.UNKNOWN;
    }
    Binary.checkCounts(
        progress.generation,
        progress.learned,
        progress.dropped,
        progress.refused,
        progress.reapplied,
        progress.droppedReapplied,
        progress.unreadable,
        progress.reappliedInGeneration - LearningProgress.UNKNOWN,
        progress.repeated,
        progress.truncated);
    return progress;
  }
}
