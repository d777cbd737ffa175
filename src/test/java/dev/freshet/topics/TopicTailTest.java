package dev.freshet.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicTailTest {

  private static final TopicPartition FIRST = new TopicPartition("progress", 0);
  private static final TopicPartition SECOND = new TopicPartition("progress", 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  private void write(TopicPartition partition, long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, null, new byte[0]));
      consumer.updateEndOffsets(Map.of(partition, offset + 1));
    }
  }

  private static List<String> read(TopicTail tail) {
    List<String> places = new ArrayList<>();
    tail.read(() -> false, record -> places.add(record.partition() + "-" + record.offset()));
    return places;
  }

  @Test
  void whatComesWhileItIsReadIsReadToo() {
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
    try (TopicTail tail = new TopicTail(consumer, "progress", 1)) {
      write(FIRST, 0, 1);
      consumer.updateEndOffsets(Map.of(FIRST, 1L)); // as it was asked for before the second came
      assertEquals(List.of("0-0", "0-1"), read(tail));
      consumer.updateEndOffsets(Map.of(FIRST, 2L));
      assertEquals(List.of(), read(tail));
    }
  }

  @Test
  void aTopicThatBecameShorterIsNoLongerTheSame() {
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
    try (TopicTail tail = new TopicTail(consumer, "progress", 1)) {
      write(FIRST, 0, 1);
      read(tail);
      consumer.updateEndOffsets(Map.of(FIRST, 1L));
      assertThrows(IllegalStateException.class, () -> read(tail));
    }
  }

  @Test
  void eachLookReadsWhatHasComeSinceTheLast() {
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 5L));
    consumer.updateEndOffsets(Map.of(FIRST, 0L, SECOND, 5L));
    try (TopicTail tail = new TopicTail(consumer, "progress", 2)) {
      write(FIRST, 0, 1);
      assertEquals(List.of("0-0", "0-1"), read(tail));
      assertEquals(List.of(), read(tail));
      write(FIRST, 2);
      write(SECOND, 5);
      assertEquals(List.of("0-2", "1-5"), read(tail).stream().sorted().toList());
    }
    assertTrue(consumer.closed());
  }
}
