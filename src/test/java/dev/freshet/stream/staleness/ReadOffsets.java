package dev.freshet.stream.staleness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Offsets that a consumer has handed over, in order. */
final class ReadOffsets {

  private final Map<TopicPartition, List<Long>> read = new HashMap<>();

  void add(ConsumerRecords<byte[], byte[]> records) {
    records.forEach(
        record ->
            read.computeIfAbsent(
                    new TopicPartition(record.topic(), record.partition()), p -> new ArrayList<>())
                .add(record.offset()));
  }

  int size() {
    return read.values().stream().mapToInt(List::size).sum();
  }

  /** Every partition of a topic was read from its first record to its last, each once. */
  void assertWhole(String topic, int partitions, int each) {
    List<Long> all = LongStream.range(0, each).boxed().toList();
    for (int partition = 0; partition < partitions; partition++) {
      assertEquals(all, read.get(new TopicPartition(topic, partition)));
    }
  }
}
