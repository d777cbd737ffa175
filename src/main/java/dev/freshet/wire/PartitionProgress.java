package dev.freshet.wire;

/** How far one partition of one side has come in what it reads. */
public interface PartitionProgress {

  /** How far its partition was taken in. */
  ConsumedPosition position();

  /** Notes how far its partition was taken in. */
  void position(ConsumedPosition taken);

  /** Counts a record that was passed over because it had been taken in before. */
  void repeated();

  /** Counts that a source was cut off or created anew. */
  void truncated();
}
