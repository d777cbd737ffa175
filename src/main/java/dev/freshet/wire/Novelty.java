package dev.freshet.wire;

/**
 * Whether a record was taken in before. Offsets alone do not tell. A broker that lost its newest
 * records gives their offsets again, under a higher leader epoch. A topic that was deleted and
 * created gives all offsets again, under another id.
 */
public enum Novelty {

  /** Not taken in before. */
  NEW,

  /** Taken in before: to be passed over. */
  REPEATED,

  /**
   * The first of a log that was cut off or created anew below what was taken in from it: other
   * records were there before. To be taken in.
   */
  REPLACED;

  /**
   * What a record is. Without a known epoch on both sides an offset that was taken in is repeated.
   *
   * @param next the first offset that was not taken in
   * @param known leader epoch of the last record taken in, -1 if unknown
   * @param isOtherTopic whether the topic is known not to be the one that was read until then
   * @param offset of the record
   * @param epoch leader epoch of the record, -1 if unknown
   */
  static Novelty of(long next, int known, boolean isOtherTopic, long offset, int epoch) {
    if (isOtherTopic) {
      return REPLACED;
    }
    if (offset >= next) {
      return NEW;
    }
    return known >= 0 && epoch > known ? REPLACED : REPEATED;
  }
}
