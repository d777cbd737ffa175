package dev.freshet.topics;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed records of a topic from its beginning to its present end. */
public final class TopicScan {

  private final Supplier<Consumer<byte[], byte[]>> consumers;

  /** A reader with these client settings. */
  public TopicScan(Map<String, Object> kafka) {
    this(consumers(kafka));
  }

  /** A reader by read-committed consumers outside any group. */
  public TopicScan(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** Makes read-committed consumers outside any group, with these client settings. */
  public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> kafka) {
    Map<String, Object> config = GrouplessReader.config(kafka);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    var bytes = new ByteArrayDeserializer();
    return () -> new KafkaConsumer<>(config, bytes, bytes);
  }

  /**
   * Reads all partitions that there are.
   *
   * @param stop true ends it early
   * @param each is given every record, in order within a partition
   * @return number of partitions
   */
  public int read(
      String topic,
      BooleanSupplier stop,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (TopicTail tail = TopicTail.of(consumers.get(), List.of(topic))) {
      tail.read(stop, each);
      return tail.partitions();
    }
  }

  /**
   * Reads all of a topic.
   *
   * @param each is given every record, in order within a partition
   */
  public void read(String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read(topic, () -> false, each);
  }

  /**
   * Reads a topic to its end.
   *
   * @param partitions number of partitions
   * @param stop true ends it early
   * @param each is given every record, in order within a partition
   */
  public void read(
      String topic,
      int partitions,
      BooleanSupplier stop,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (TopicTail tail = new TopicTail(consumers.get(), topic, partitions)) {
      tail.read(stop, each);
    }
  }

  /** Most records that there can be: offsets from beginning to end. */
  public long records(String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
      return consumer.endOffsets(all).entrySet().stream()
          .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
          .sum();
    }
  }
}
