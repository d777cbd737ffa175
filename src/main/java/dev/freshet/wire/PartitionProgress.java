package dev.freshet.wire;

import java.nio.ByteBuffer;

/**
 * How far one partition of one side has come in what it reads, and what of that it could not take
 * in. Mutable, owned by one processor. Both sides end with:
 *
 * <pre>
 *  0  unreadable, reappliedInGeneration, repeated, truncated: 4 longs
 * 32  position in the topic that it reads: a ConsumedPosition
 * </pre>
 */
public abstract sealed class PartitionProgress permits UserProgress, MovieProgress {

  /** Bytes of what both sides end with. */
  static final int END = 4 * Long.BYTES + ConsumedPosition.SIZE;

  long refused;
  long unreadable;
  long reappliedInGeneration;
  long repeated;
  long truncated;
  private ConsumedPosition position = ConsumedPosition.NONE;

  PartitionProgress() {}

  /** Records taken in. */
  public abstract long sequence();

  /** Grows with whatever a report tells of records. */
  public final long counted() {
    return sequence() + unreadable + repeated + truncated;
  }

  /** Counts an update that is learned again, in the present generation. */
  public void reapplied() {
    reappliedInGeneration += reappliedInGeneration == LearningProgress.UNKNOWN ? 0 : 1;
  }

  /** Counts a step whose result was not finite and was not stored. */
  public final void refused() {
    refused++;
  }

  /** Counts a record that could not be read. */
  public final void unreadable() {
    unreadable++;
  }

  /** Counts a record that was passed over because it had been taken in before. */
  public final void repeated() {
    repeated++;
  }

  /** Counts that a source was cut off or created anew. */
  public final void truncated() {
    truncated++;
  }

  /** How far its partition was taken in. */
  public final ConsumedPosition position() {
    return position;
  }

  /** Notes how far its partition was taken in. */
  public final void position(ConsumedPosition taken) {
    position = taken;
  }

  final void putEnd(ByteBuffer out) {
    out.putLong(unreadable).putLong(reappliedInGeneration).putLong(repeated).putLong(truncated);
    position.put(out);
  }

  /**
   * Reads {@link #putEnd}.
   *
   * @param isKept false for a version that had no such end
   * @param generation the present one; without an end, what was reapplied in it is unknown from 1
   *     on
   */
  final void getEnd(ByteBuffer in, boolean isKept, int generation) {
    if (isKept) {
      unreadable = in.getLong();
      reappliedInGeneration = in.getLong();
      repeated = in.getLong();
      truncated = in.getLong();
      position = ConsumedPosition.get(in);
    } else if (generation > 0) {
      reappliedInGeneration = LearningProgress.UNKNOWN;
    }
    Binary.checkCounts(
        unreadable, reappliedInGeneration - LearningProgress.UNKNOWN, repeated, truncated);
  }
}
