package dev.freshet.measure;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where records are that were produced, by a bit each. Thread-safe. */
public final class SentRecords {

  /** Offsets of one partition, counted from the lowest. */
  private static final class Offsets {
    private long first;
    private BitSet bits = new BitSet();

    Offsets(long first) {
      this.first = first;
    }

    void add(long offset) {
      if (offset < first) {
        BitSet moved = new BitSet();
        int by = Math.toIntExact(first - offset);
        bits.stream().forEach(bit -> moved.set(bit + by));
        bits = moved;
        first = offset;
      }
      bits.set(Math.toIntExact(offset - first));
    }

    boolean has(long offset) {
      return offset >= first && offset - first < bits.length() && bits.get((int) (offset - first));
    }

    long before(long end) {
      return end <= first
          ? 0
          : bits.get(0, (int) Math.min(bits.length(), end - first)).cardinality();
    }
  }

  private final Map<TopicPartition, Offsets> sent = new HashMap<>();

  /** Notes a record that was acknowledged. */
  synchronized void add(RecordMetadata at) {
    if (at.hasOffset()) {
      sent.computeIfAbsent(
              new TopicPartition(at.topic(), at.partition()), p -> new Offsets(at.offset()))
          .add(at.offset());
    }
  }

  /** Whether the record there is one of these. */
  public synchronized boolean has(TopicPartition partition, long offset) {
    Offsets there = sent.get(partition);
    return there != null && there.has(offset);
  }

  /** How many went to a topic. */
  public synchronized long count(String topic) {
    return before(topic, Map.of(), Long.MAX_VALUE);
  }

  /**
   * How many of a topic are before some offsets.
   *
   * @param ends by partition; of one that is missing there is none
   */
  public synchronized long before(String topic, Map<TopicPartition, Long> ends) {
    return before(topic, ends, 0);
  }

  private long before(String topic, Map<TopicPartition, Long> ends, long otherwise) {
    return sent.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToLong(e -> e.getValue().before(ends.getOrDefault(e.getKey(), otherwise)))
        .sum();
  }
}
