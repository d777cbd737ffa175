package dev.freshet.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The movie side's consumer: also commits past updates that were never committed. Kafka Streams
 * commits only what it processed, and who was stopped in the middle of a transaction leaves up to a
 * whole bound of updates that are skipped; counted as not learned, they would keep the user side
 * waiting for good.
 */
final class MovieUpdatesConsumer extends KafkaConsumer<byte[], byte[]> {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** Fewer skipped records, such as the ends of transactions, do not matter. */
  private static final long MATTERS = 50;

  private final Map<TopicPartition, Long> afterDelivered = new HashMap<>();
  private long lookedAt = System.nanoTime();

  MovieUpdatesConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
      afterDelivered.put(partition, batch.get(batch.size() - 1).offset() + 1);
    }
    if (System.nanoTime() - lookedAt > LOOK_AGAIN.toNanos()) {
      lookedAt = System.nanoTime();
      try {
        passSkipped(assignment());
      } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
        // Not now: the next look tries again, here or where the partition goes.
        return records;
      }
    }
    return records;
  }

  private void passSkipped(Collection<TopicPartition> partitions) {
    afterDelivered.keySet().retainAll(partitions);
    for (TopicPartition partition : partitions) {
      long position = position(partition, Duration.ZERO);
      @Nullable Long delivered = afterDelivered.get(partition);
      if (delivered == null || position - delivered >= MATTERS) {
        pass(partition, position, delivered);
      }
    }
  }

  /**
   * Commits a position where all that was handed over before it is committed: then nothing but what
   * was skipped lies between.
   */
  private void pass(TopicPartition partition, long position, @Nullable Long delivered) {
    @Nullable OffsetAndMetadata committed = committed(Set.of(partition)).get(partition);
    if (committed == null) {
      if (delivered == null && position >= MATTERS) {
        commitSync(Map.of(partition, new OffsetAndMetadata(position)));
      }
    } else if (position - committed.offset() >= MATTERS
        && (delivered == null || delivered == committed.offset())) {
      commitSync(
          Map.of(
              partition,
              new OffsetAndMetadata(position, committed.leaderEpoch(), committed.metadata())));
    }
  }
}
