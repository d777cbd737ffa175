package dev.freshet.event;

import java.nio.ByteBuffer;

/**
 * What one partition of the movie side has done. Mutable, owned by one processor.
 *
 * <pre>
 *  0  version 1 byte = 2; version 1 ended before reapplied
 *  1  generation int
 *  5  learned, dropped, refused, reapplied, droppedReapplied: 5 longs
 * </pre>
 */
public final class MovieProgress {

  private static final byte VERSION = 2;
  private static final int SIZE = 45;

  private int generation;
  private long learned;
  private long dropped;
  private long refused;
  private long reapplied;
  private long droppedReapplied;

  /** Generation whose factors are being stepped. */
  public int generation() {
    return generation;
  }

  /** From now on factors of this generation are stepped. */
  public void adopt(int newGeneration) {
    generation = newGeneration;
  }

  /** Counts an update that was taken in. */
  public void learned() {
    learned++;
  }

  /** Counts an update that was learned in an older generation before. */
  public void reapplied() {
    reapplied++;
  }

  /** Counts an update of an older generation, dropped because its user sends it again. */
  public void dropped() {
    dropped++;
  }

  /** Counts one that was learned in a still older generation before, dropped likewise. */
  public void droppedReapplied() {
    droppedReapplied++;
  }

  /** Counts a step whose result was not finite and was not stored. */
  public void refused() {
    refused++;
  }

  /** Updates taken in, dropped ones included. */
  public long sequence() {
    return learned + dropped + reapplied + droppedReapplied;
  }

  /** This partition's report. */
  public LearningProgress report(int partition) {
    return new LearningProgress(
        LearningProgress.Side.MOVIES,
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
        0);
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(SIZE)
        .put(VERSION)
        .putInt(generation)
        .putLong(learned)
        .putLong(dropped)
        .putLong(refused)
        .putLong(reapplied)
        .putLong(droppedReapplied)
        .array();
  }

  /** Reads {@link #toBytes}. */
  public static MovieProgress fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    Binary.checkVersion("movie-progress", 1, VERSION, version);
    MovieProgress progress = new MovieProgress();
    progress.generation = in.getInt();
    progress.learned = in.getLong();
    progress.dropped = in.getLong();
    progress.refused = in.getLong();
    progress.reapplied = version == 1 ? 0 : in.getLong();
    progress.droppedReapplied = version == 1 ? 0 : in.getLong();
    return progress;
  }
}
