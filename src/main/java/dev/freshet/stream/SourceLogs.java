package dev.freshet.stream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What is known of the logs that this process reads, so that offsets that were given again are told
 * from those that were read before. Consumers write, processors read. Thread-safe.
 */
final class SourceLogs {

  /** An answer as young as this is not asked for again. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Map<TopicPartition, PartitionLog> partitions = new ConcurrentHashMap<>();
  private final Map<String, Uuid> ids = new ConcurrentHashMap<>();
  private final Supplier<Map<String, Uuid>> broker;
  private final LongSupplier nanoTime;
  private final boolean exactlyOnce;
  private long asked;
  private boolean hasAsked;

  /**
   * Nothing is known yet.
   *
   * @param broker tells the ids of the topics that it can tell; answers within seconds, and never
   *     throws
   * @param nanoTime the time that passes
   * @param exactlyOnce whether progress is committed in one with what was learned and sent
   */
  SourceLogs(Supplier<Map<String, Uuid>> broker, LongSupplier nanoTime, boolean exactlyOnce) {
    this.broker = broker;
    this.nanoTime = nanoTime;
    this.exactlyOnce = exactlyOnce;
  }

  /** Logs of which nothing but leader epochs will be known. */
  static SourceLogs withoutIds() {
    return new SourceLogs(Map::of, System::nanoTime, true);
  }

  /** What is known of a partition, and will be. */
  PartitionLog of(TopicPartition partition) {
    PartitionLog known = partitions.get(partition);
    return known != null
        ? known
        : partitions.computeIfAbsent(partition, p -> new PartitionLog(this, p.topic()));
  }

  /** These are about to be handed over. */
  void note(ConsumerRecords<?, ?> records) {
    for (TopicPartition partition : records.partitions()) {
      of(partition).note(records.records(partition));
    }
  }

  /**
   * Whether what a position covers was learned for sure. With at least once a crash may leave it
   * ahead of what was learned and sent.
   */
  boolean arePositionsProof() {
    return exactlyOnce;
  }

  Uuid id(String topic) {
    return ids.getOrDefault(topic, Uuid.ZERO_UUID);
  }

  /** Asks for the topics' ids, unless that was a moment ago. What is not told stays as it was. */
  synchronized void askAgain() {
    if (!hasAsked || nanoTime.getAsLong() - asked >= FRESH.toNanos()) {
      ids.putAll(broker.get());
      asked = nanoTime.getAsLong();
      hasAsked = true;
    }
  }
}
