package dev.freshet.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads a whole topic, first what is there and then what comes, without a group. */
final class RecommendationsReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** Takes a record of the topic. */
  interface Receiver {
    /** Whether to go on. */
    boolean receive(ConsumerRecord<byte[], byte[]> received);
  }

  /**
   * Assigns all partitions of the topic.
   *
   * @param consumer read-committed; owned by the caller
   */
  RecommendationsReader(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    this.partitions =
        found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    consumer.assign(partitions);
  }

  /** Starts after what is there now. */
  void skipToEnd() {
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Now, not at the first poll: nothing is missed.
  }

  /** Reads from the beginning to what was the end at the call. */
  void readToEnd(Receiver receiver) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.seekToBeginning(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll(receiver);
    }
  }

  /**
   * Waits a moment for records.
   *
   * @return whether the receiver wants to go on
   */
  boolean poll(Receiver receiver) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> each : polled) {
      if (!receiver.receive(each)) {
        return false;
      }
    }
    return true;
  }
}
