package dev.freshet.wire;

import org.apache.kafka.common.Uuid;

/**
 * Which log of {@code ratings} an event's offset belongs to: a broker that lost its newest records
 * and a topic that was created anew give offsets again.
 *
 * @param leaderEpoch under which the event was written; -1 if unknown
 * @param topic short form of the topic's id, see {@link #shortForm}; 0 if unknown
 */
public record SourceLog(int leaderEpoch, int topic) {

  /** Nothing is known of it. */
  public static final SourceLog UNKNOWN = new SourceLog(ConsumedPosition.UNKNOWN_EPOCH, 0);

  /** The log of a topic with this id. */
  public static SourceLog of(int leaderEpoch, Uuid topic) {
    return new SourceLog(leaderEpoch, shortForm(topic));
  }

  /**
   * The four 32-bit words of an id by exclusive or: 0 for the unknown id alone, 1 where a known one
   * gives 0.
   */
  static int shortForm(Uuid id) {
    if (id.equals(Uuid.ZERO_UUID)) {
      return 0;
    }
    long words = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    int folded = (int) (words ^ (words >>> 32));
    return folded == 0 ? 1 : folded;
  }
}
