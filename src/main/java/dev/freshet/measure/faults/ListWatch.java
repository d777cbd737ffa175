package dev.freshet.measure.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows lists on a thread of its own as any reader of committed records would. */
final class ListWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ListsSeen seen;
  private final Thread thread;
  private volatile boolean isClosed;

  /** Begins at the end of the lists that are there. */
  ListWatch(String servers, String prefix) {
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", servers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.RECOMMENDATIONS.name(prefix)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    seen = new ListsSeen(partitions.size());
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    thread = new Thread(this::follow, "freshet-takeover-lists");
    thread.start();
  }

  private void follow() {
    try {
      while (!isClosed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record, System.nanoTime());
        }
      }
    } catch (WakeupException e) {
      // closing
    } finally {
      consumer.close();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, long nanos) {
    if (record.value() == null) {
      return;
    }
    try {
      JsonNode source = JSON.readTree(record.value()).path("source");
      TopicPartition from =
          new TopicPartition(source.path("topic").asText(), source.path("partition").asInt());
      seen.seen(record.partition(), from, source.path("offset").asLong(), nanos);
    } catch (IOException e) {
      throw new UncheckedIOException("no list: " + record.topic() + " " + record.offset(), e);
    }
  }

  /** What it has seen. */
  ListsSeen seen() {
    return seen;
  }

  @Override
  public void close() {
    isClosed = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
