package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often the users of a partition take what they were listed, by the generation and the arm of
 * the list; of the newest such that had any. A value of the user side's store of counters. Mutable,
 * owned by one processor.
 *
 * <pre>
 * 0  version 1 byte = 1
 * 1  count   1 byte
 *    then per generation and arm: generation int, arm 1 byte, takes, hits, popularHits, differing:
 *    4 longs
 * </pre>
 */
public final class StoredListHits {

  /** Generations that are kept at least; what is older goes first. */
  static final int GENERATIONS = 8;

  private static final byte VERSION = 1;
  private static final int ENTRY = Integer.BYTES + 1 + ListHits.SIZE;
  private static final Format FORMAT =
      new Format("list-hits", VERSION, VERSION, 2, 2 + ENTRY * GENERATIONS * Arm.values().length);

  private static final byte[] KEY = {2};

  private final TreeMap<Lists, ListHits> hits =
      new TreeMap<>(Comparator.comparingInt(Lists::generation).thenComparing(Lists::arm));

  /**
   * Lists of one generation and arm.
   *
   * @param generation of the lists
   * @param arm of the lists
   */
  private record Lists(int generation, Arm arm) {}

  /** The key of these counts: the counters have another one. */
  public static byte[] key() {
    return KEY.clone();
  }

  /** Whether a record of the counters' changelog holds such counts. */
  public static boolean isKey(byte[] key) {
    return Arrays.equals(key, KEY);
  }

  /**
   * Counts a take of a user to whom a list was sent.
   *
   * @param generation of the list
   * @param arm of the list
   * @param isHit whether the list had the movie
   * @param isPopularHit whether a list by popularity would have had it
   */
  public void count(int generation, Arm arm, boolean isHit, boolean isPopularHit) {
    hits.merge(new Lists(generation, arm), ListHits.of(isHit, isPopularHit), ListHits::plus);
    while (hits.size() > GENERATIONS * Arm.values().length) {
      hits.remove(hits.firstKey());
    }
  }

  /** All counts, older generations first. */
  public List<LiveRecall> rows() {
    return hits.entrySet().stream()
        .map(e -> new LiveRecall(e.getKey().generation(), e.getKey().arm(), e.getValue()))
        .toList();
  }

  /** These counts as bytes. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(2 + ENTRY * hits.size());
    out.put(VERSION).put((byte) hits.size());
    for (Map.Entry<Lists, ListHits> entry : hits.entrySet()) {
      out.putInt(entry.getKey().generation()).put(entry.getKey().arm().code());
      entry.getValue().put(out);
    }
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static StoredListHits fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, StoredListHits::read);
  }

  private static StoredListHits read(ByteBuffer in, int version) {
    StoredListHits read = new StoredListHits();
    int count = in.get();
    for (int entry = 0; entry < count; entry++) {
      Lists lists = new Lists(in.getInt(), Arm.of(in.get()));
      Binary.checkCounts(lists.generation());
      if (read.hits.put(lists, ListHits.get(in)) != null) {
        throw new UnreadableException("two counts of generation " + lists.generation());
      }
    }
    return read;
  }
}
