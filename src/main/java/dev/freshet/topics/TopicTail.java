package dev.freshet.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads committed records of topics to their present end, each time what has come since the last.
 * Whoever reads a topic to its end does it here, or by {@link TopicScan} if once is enough. Not
 * thread-safe.
 */
public final class TopicTail implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> all;

  /**
   * Begins at the beginning of a topic.
   *
   * @param consumer a read-committed one outside any group, closed with this
   * @param partitions number of partitions
   */
  public TopicTail(Consumer<byte[], byte[]> consumer, String topic, int partitions) {
    this(
        consumer,
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList());
  }

  private TopicTail(Consumer<byte[], byte[]> consumer, List<TopicPartition> all) {
    this.consumer = consumer;
    this.all = all;
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /**
   * Begins at the beginning of all partitions that topics have.
   *
   * @param consumer a read-committed one outside any group, closed with the tail
   * @param topics full names; each exists
   */
  public static TopicTail of(Consumer<byte[], byte[]> consumer, Collection<String> topics) {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> all.add(new TopicPartition(info.topic(), info.partition())));
    }
    return new TopicTail(consumer, all);
  }

  /** Number of partitions that are read. */
  public int partitions() {
    return all.size();
  }

  /** Passes over what is there now. */
  public void skipToEnd() {
    consumer.seekToEnd(all);
    all.forEach(consumer::position); // Now, not at the first poll: nothing is missed.
  }

  /** Waits a moment for records that come after those read so far. */
  public Iterable<ConsumerRecord<byte[], byte[]>> next() {
    return consumer.poll(POLL);
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
      next().forEach(each);
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
