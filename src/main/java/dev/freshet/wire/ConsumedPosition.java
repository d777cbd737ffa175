package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/**
 * How far a partition was taken in. It is committed together with what was learned, so that no
 * record counts twice, whatever becomes of the consumer group's offsets.
 *
 * <pre>
 *  0  next        long: the first offset that was not taken in
 *  8  leaderEpoch int, -1 if unknown
 * 12  topic       2 longs: the topic's id, zero if unknown
 * </pre>
 *
 * @param next the first offset that was not taken in
 * @param leaderEpoch of the last record taken in; -1 if unknown
 * @param topic id of the topic; {@link Uuid#ZERO_UUID} if unknown
 */
public record ConsumedPosition(long next, int leaderEpoch, Uuid topic) {

  /** Leader epoch of which nothing is known. */
  public static final int UNKNOWN_EPOCH = -1;

  /** Nothing was taken in. */
  public static final ConsumedPosition NONE =
      new ConsumedPosition(0, UNKNOWN_EPOCH, Uuid.ZERO_UUID);

  static final int SIZE = 28;

  /** What the record at {@code offset} is to one who has come as far as this. */
  public Novelty of(long offset, int epoch, Uuid id) {
    return Novelty.of(
        next, leaderEpoch, isKnown(topic) && isKnown(id) && !topic.equals(id), offset, epoch);
  }

  /** The position after that record was taken in. */
  public ConsumedPosition after(long offset, int epoch, Uuid id) {
    return new ConsumedPosition(offset + 1, epoch, isKnown(id) ? id : topic);
  }

  private static boolean isKnown(Uuid id) {
    return !id.equals(Uuid.ZERO_UUID);
  }

  void put(ByteBuffer out) {
    out.putLong(next).putInt(leaderEpoch);
    out.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
  }

  static ConsumedPosition get(ByteBuffer in) {
    return new ConsumedPosition(in.getLong(), in.getInt(), new Uuid(in.getLong(), in.getLong()));
  }
}
