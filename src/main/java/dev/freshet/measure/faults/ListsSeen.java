package dev.freshet.measure.faults;

import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * When lists came, in each partition, since some moment. Times are those of {@link
 * System#nanoTime}. Thread-safe.
 */
final class ListsSeen {

  private static final double NANOS = 1e9;
  private static final long NEVER = Long.MIN_VALUE;

  private final long[] last;
  private final long[] longest;
  private final long[] newAt;
  private Map<TopicPartition, Long> before = Map.of();
  private long begun;
  private long lastOfAny;
  private long longestOfAny;

  /** Nothing was seen yet in so many partitions of lists. */
  ListsSeen(int partitions) {
    last = new long[partitions];
    longest = new long[partitions];
    newAt = new long[partitions];
    Arrays.fill(newAt, NEVER);
  }

  /**
   * Begins anew at a moment.
   *
   * @param ends of the ratings that are there: a list that contains one beyond is a new one
   */
  synchronized void begin(Map<TopicPartition, Long> ends, long nanos) {
    before = Map.copyOf(ends);
    begun = nanos;
    Arrays.fill(last, nanos);
    Arrays.fill(longest, 0);
    Arrays.fill(newAt, NEVER);
    lastOfAny = nanos;
    longestOfAny = 0;
  }

  /**
   * A list was seen.
   *
   * @param partition it is in
   * @param source partition of the newest rating that it contains
   * @param offset of that rating
   */
  synchronized void seen(int partition, TopicPartition source, long offset, long nanos) {
    longest[partition] = Math.max(longest[partition], nanos - last[partition]);
    last[partition] = nanos;
    longestOfAny = Math.max(longestOfAny, nanos - lastOfAny);
    lastOfAny = nanos;
    if (newAt[partition] == NEVER && offset >= before.getOrDefault(source, 0L)) {
      newAt[partition] = nanos;
    }
  }

  /** Whether each partition has had a list that contains a rating of after the beginning. */
  synchronized boolean isEachNew() {
    return Arrays.stream(newAt).noneMatch(at -> at == NEVER);
  }

  /** Seconds from the beginning to the first such list in the last partition that has one. */
  synchronized double lastNew() {
    return (Arrays.stream(newAt).max().orElse(begun) - begun) / NANOS;
  }

  /** Longest time without any list, in seconds, the one that lasts yet included. */
  synchronized double longestOfAny(long nanos) {
    return Math.max(longestOfAny, nanos - lastOfAny) / NANOS;
  }

  /** Longest time without a list of one partition, in seconds: that of the worst partition. */
  synchronized double longestOfOne(long nanos) {
    long worst = 0;
    for (int i = 0; i < last.length; i++) {
      worst = Math.max(worst, Math.max(longest[i], nanos - last[i]));
    }
    return worst / NANOS;
  }
}
