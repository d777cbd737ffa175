package dev.freshet.stream.sources;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the logs that this process reads, so that offsets that were given again are told
 * from those that were read before. Consumers write, processors read. Thread-safe.
 */
public final class SourceLogs {

  /** Between the end of a question to the broker, answered or not, and the next one. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private final Map<TopicPartition, PartitionLog> partitions = new ConcurrentHashMap<>();
  private final Map<String, Uuid> ids = new ConcurrentHashMap<>();
  private final Supplier<Map<String, Uuid>> broker;
  private final LongSupplier nanoTime;
  private final boolean exactlyOnce;

  /** When the last question began, and when it ended. */
  private long began;

  private long ended;

  /** What the last question was answered for; null before the first. */
  private @Nullable Set<String> told;

  /**
   * Nothing is known yet.
   *
   * @param broker tells the ids of the topics that it can tell; answers within seconds, and never
   *     throws
   * @param nanoTime the time that passes
   * @param exactlyOnce whether progress is committed in one with what was learned and sent
   */
  public SourceLogs(
      Supplier<Map<String, Uuid>> broker, LongSupplier nanoTime, boolean exactlyOnce) {
    this.broker = broker;
    this.nanoTime = nanoTime;
    this.exactlyOnce = exactlyOnce;
  }

  /** Logs of which nothing but leader epochs will be known. */
  public static SourceLogs withoutIds() {
    return new SourceLogs(Map::of, System::nanoTime, true);
  }

  /** What is known of a partition, and will be. */
  public PartitionLog of(TopicPartition partition) {
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

  /** The time that passes, in nanoseconds. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** Asks for the topics' ids, unless that was a moment ago. What is not told stays as it was. */
  public synchronized void askAgain() {
    if (told == null || now() - ended >= PAUSE.toNanos()) {
      began = now();
      Map<String, Uuid> answer = broker.get();
      ids.putAll(answer);
      told = Set.copyOf(answer.keySet());
      ended = now();
    }
  }

  /**
   * Asks unless that was a moment ago, or the topic's id was told since then.
   *
   * @return whether it was
   */
  synchronized boolean isTold(String topic, long since) {
    if (!isToldAlready(topic, since)) {
      askAgain();
    }
    return isToldAlready(topic, since);
  }

  private boolean isToldAlready(String topic, long since) {
    return told != null && told.contains(topic) && began - since >= 0;
  }
}
