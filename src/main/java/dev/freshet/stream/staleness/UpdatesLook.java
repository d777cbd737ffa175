package dev.freshet.stream.staleness;

import dev.freshet.topics.GrouplessReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into {@code movie-updates} with a consumer of its own, outside any group: nothing is
 * committed and nobody is disturbed. It is made when it is needed first. Not thread-safe.
 */
final class UpdatesLook implements SkippedUpdates.Look, AutoCloseable {

  /** How long one look may take: the gate is asked for meanwhile. */
  private static final Duration WITHIN = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(UpdatesLook.class);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Map<String, Object> config;
  private final String topic;
  private final BooleanSupplier isClosed;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private boolean failing;

  /**
   * Opens nothing yet.
   *
   * @param client settings of a consumer: where the cluster is, and who asks
   * @param topic {@code movie-updates}
   * @param isClosed true ends a look early
   */
  UpdatesLook(Map<String, Object> client, String topic, BooleanSupplier isClosed) {
    this.config = GrouplessReader.promptConfig(client);
    this.topic = topic;
    this.isClosed = isClosed;
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
  }

  @Override
  public SkippedUpdates.@Nullable NextUpdate from(int partition, long offset, long end) {
    try {
      var found = look(new TopicPartition(topic, partition), offset, end);
      failing = false;
      return found;
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn(
            "cannot look into {}: updates that were never committed count as on the way", topic, e);
        failing = true;
      }
      close();
      return null;
    }
  }

  private SkippedUpdates.NextUpdate look(TopicPartition at, long offset, long end) {
    KafkaConsumer<byte[], byte[]> reader = consumer;
    if (reader == null) {
      reader =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = reader;
    }
    reader.assign(List.of(at));
    reader.seek(at, offset);
    long start = System.nanoTime();
    long position = offset;
    while (position < end && !isClosed.getAsBoolean() && isWithin(start)) {
      ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
      if (!records.isEmpty()) {
        return new SkippedUpdates.NextUpdate(records.records(at).get(0).offset(), true);
      }
      position = reader.position(at, POLL);
    }
    return new SkippedUpdates.NextUpdate(position, false);
  }

  private static boolean isWithin(long start) {
    return System.nanoTime() - start < WITHIN.toNanos();
  }

  @Override
  public void close() {
    KafkaConsumer<byte[], byte[]> reader = consumer;
    consumer = null;
    if (reader != null) {
      reader.close(CloseOptions.timeout(WITHIN));
    }
  }
}
