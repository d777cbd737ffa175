package dev.freshet.stream.sources;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that notes in {@link SourceLogs} what it hands over. Whatever it does beside, it loses
 * no record: once the position is behind records, nothing throws until they are handed over. Kafka
 * Streams goes on after some exceptions of {@code poll}, and such records would be skipped.
 */
public class NotingConsumer extends KafkaConsumer<byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(NotingConsumer.class);

  private final SourceLogs logs;
  private boolean failing;

  public NotingConsumer(Map<String, Object> config, SourceLogs logs) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.logs = logs;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
    try {
      taken(records);
      failing = false;
    } catch (RuntimeException e) { // or the records would be lost
      if (!failing) {
        LOG.warn("could not note all of what was handed over", e);
        failing = true;
      }
    }
    return records;
  }

  /** These are handed over next, whatever happens here. */
  public void taken(ConsumerRecords<byte[], byte[]> records) {
    logs.note(records);
  }
}
