package dev.freshet.retrain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed records of a topic from its beginning to its present end. */
final class TopicScan {

  private final Map<String, Object> kafka;

  /** A reader with these client settings. */
  TopicScan(Map<String, Object> kafka) {
    this.kafka = new HashMap<>(kafka);
    this.kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    this.kafka.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /**
   * Reads.
   *
   * @param partitions number of partitions
   * @param stop true ends it early
   * @param each is given every record, in order within a partition
   */
  void read(
      String topic,
      int partitions,
      BooleanSupplier stop,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(kafka, bytes, bytes)) {
      List<TopicPartition> all = new ArrayList<>();
      for (int p = 0; p < partitions; p++) {
        all.add(new TopicPartition(topic, p));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (!stop.getAsBoolean() && all.stream().anyMatch(p -> isBefore(consumer, p, ends))) {
        consumer.poll(Duration.ofMillis(100)).forEach(each);
      }
    }
  }

  private static boolean isBefore(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition p, Map<TopicPartition, Long> ends) {
    return consumer.position(p) < ends.getOrDefault(p, 0L);
  }
}
