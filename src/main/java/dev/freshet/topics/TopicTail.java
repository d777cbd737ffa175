package dev.freshet.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads committed records of a topic, each time what has come since the last. Not thread-safe. */
public final class TopicTail implements AutoCloseable {

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> all = new ArrayList<>();

  /**
   * Nothing is read yet.
   *
   * @param consumer a read-committed one outside any group, closed with this
   * @param partitions number of partitions
   */
  public TopicTail(Consumer<byte[], byte[]> consumer, String topic, int partitions) {
    this.consumer = consumer;
    for (int p = 0; p < partitions; p++) {
      all.add(new TopicPartition(topic, p));
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /**
   * Reads to the present end.
   *
   * @param stop true ends it early
   * @param each is given every record, in order within a partition
   * @throws IllegalStateException if the topic was made anew since, and is shorter
   */
  public void read(
      BooleanSupplier stop, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    for (TopicPartition p : all) {
      if (consumer.position(p) > ends.getOrDefault(p, 0L)) {
        throw new IllegalStateException(
            p + " ends at " + ends.get(p) + " and was read to " + consumer.position(p));
      }
    }
    while (!stop.getAsBoolean() && all.stream().anyMatch(p -> isBefore(p, ends))) {
      consumer.poll(Duration.ofMillis(100)).forEach(each);
    }
  }

  private boolean isBefore(TopicPartition p, Map<TopicPartition, Long> ends) {
    return consumer.position(p) < ends.getOrDefault(p, 0L);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
