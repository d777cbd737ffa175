package dev.freshet.retrain;

import dev.freshet.topics.TopicScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Topics of one partition each, that are read once for each time that they were written. */
final class Topics {

  private final Map<String, MockConsumer<byte[], byte[]>> consumers = new HashMap<>();
  private final Map<String, Long> ends = new HashMap<>();
  private final Deque<String> order = new ArrayDeque<>();

  /** Appends a record. */
  void write(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    TopicPartition partition = new TopicPartition(topic, 0);
    MockConsumer<byte[], byte[]> consumer = consumer(topic);
    long offset = ends.merge(topic, 1L, Long::sum) - 1;
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, offset + 1));
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(topic, 0, offset, key, value)));
  }

  /** Appends text. */
  void write(String topic, String key, @Nullable String value) {
    write(topic, utf8(key), value == null ? null : utf8(value));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a topic. */
  MockConsumer<byte[], byte[]> consumer(String topic) {
    return consumers.computeIfAbsent(
        topic,
        name -> {
          order.add(name);
          return new MockConsumer<>("earliest");
        });
  }

  /** Scans topics in the order in which they were first written. */
  TopicScan scan() {
    return new TopicScan(() -> Objects.requireNonNull(consumers.get(order.remove())));
  }
}
