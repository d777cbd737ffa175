package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest event taken in from each partition of {@code ratings}. Events of one partition of it
 * reach one of {@code ratings-by-user} in their order, also when all of them are routed again.
 * Mutable.
 *
 * <pre>
 *  0  count of partitions int; of each, in order:
 *     partition int, offset long, leader epoch int, short form of the topic's id int
 * </pre>
 */
public final class SourcePositions {

  static final int COUNT = 4;
  private static final int ENTRY = 20;

  private final Map<Integer, Newest> newest = new TreeMap<>();

  private record Newest(long offset, SourceLog log) {

    /** The topic's id was not known now, but before. */
    Newest of(int topic) {
      return new Newest(offset, new SourceLog(log.leaderEpoch(), topic));
    }
  }

  /** What an event from {@code source} is to one who has come as far as this. */
  public Novelty of(SourcePosition source, SourceLog log) {
    @Nullable Newest known = newest.get(source.partition());
    if (known == null) {
      return Novelty.NEW;
    }
    int topic = known.log().topic();
    boolean isOther = topic != 0 && log.topic() != 0 && topic != log.topic();
    return Novelty.of(
        known.offset() + 1, known.log().leaderEpoch(), isOther, source.offset(), log.leaderEpoch());
  }

  /** Notes that the event at this position was taken in. */
  public void take(SourcePosition source, SourceLog log) {
    newest.merge(
        source.partition(),
        new Newest(source.offset(), log),
        (old, fresh) -> log.topic() != 0 ? fresh : fresh.of(old.log().topic()));
  }

  /** Offset of the newest event taken in from a partition, -1 where there is none. */
  public long newest(int partition) {
    Newest known = newest.get(partition);
    return known == null ? -1 : known.offset();
  }

  /** Offset of the newest event taken in, by partition of {@code ratings}. */
  public Map<Integer, Long> newest() {
    Map<Integer, Long> all = new TreeMap<>();
    newest.forEach((partition, known) -> all.put(partition, known.offset()));
    return all;
  }

  int size() {
    return COUNT + ENTRY * newest.size();
  }

  void put(ByteBuffer out) {
    out.putInt(newest.size());
    newest.forEach(
        (partition, known) -> {
          out.putInt(partition).putLong(known.offset());
          out.putInt(known.log().leaderEpoch()).putInt(known.log().topic());
        });
  }

  static SourcePositions get(ByteBuffer in) {
    SourcePositions positions = new SourcePositions();
    int count = in.getInt();
    Binary.checkCounts(count);
    for (int i = 0; i < count; i++) {
      int partition = in.getInt();
      long offset = in.getLong();
      positions.newest.put(partition, new Newest(offset, new SourceLog(in.getInt(), in.getInt())));
    }
    return positions;
  }
}
