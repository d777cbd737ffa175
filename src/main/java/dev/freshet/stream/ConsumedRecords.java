package dev.freshet.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what its only reader has consumed from an internal topic, as Kafka Streams does with its
 * own repartition topics. The topic keeps everything until it was read, however long the reader is
 * away. It keeps little afterwards.
 */
final class ConsumedRecords implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumedRecords.class);
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Admin admin;
  private final String topic;
  private final String group;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-consumed-records");
            thread.setDaemon(true);
            return thread;
          });
  private boolean failing;

  /**
   * Starts deleting.
   *
   * @param config of an admin client
   * @param topic to delete from
   * @param group of the only application that reads it
   */
  ConsumedRecords(Map<String, Object> config, String topic, String group) {
    this.admin = Admin.create(config);
    this.topic = topic;
    this.group = group;
    var unused =
        timer.scheduleWithFixedDelay(
            this::deleteOrWarn, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void deleteOrWarn() {
    try {
      delete();
      failing = false;
    } catch (ExecutionException | RuntimeException e) { // or the schedule would end silently
      if (!failing) {
        LOG.warn("cannot delete what was consumed from {}; it grows: {}", topic, e.getMessage());
        failing = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** Deletes up to the committed offsets of now. */
  void delete() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, RecordsToDelete> consumed = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset != null && partition.topic().equals(topic)) {
            consumed.put(partition, RecordsToDelete.beforeOffset(offset.offset()));
          }
        });
    admin.deleteRecords(consumed).all().get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    admin.close(Duration.ZERO);
  }
}
