package dev.freshet.cli;

import dev.freshet.topics.KafkaSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A cluster of Kafka's own mocks, with one topic of two partitions. */
final class FakeCluster implements KafkaAccess {
  final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final String topic;

  FakeCluster(String topic) {
    this.topic = topic;
    consumer.updatePartitions(topic, List.of(info(0), info(1)));
  }

  /** Partition of the topic. */
  TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  /** Puts records into the topic before anybody reads. */
  void holds(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> ends = new HashMap<>(Map.of(partition(0), 0L, partition(1), 0L));
    for (ConsumerRecord<byte[], byte[]> each : records) {
      ends.put(partition(each.partition()), each.offset() + 1);
    }
    consumer.updateBeginningOffsets(Map.of(partition(0), 0L, partition(1), 0L));
    consumer.updateEndOffsets(ends);
    arrives(records);
  }

  /** Lets records arrive at the next poll. */
  void arrives(List<ConsumerRecord<byte[], byte[]>> records) {
    consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
  }

  @Override
  public Producer<byte[], byte[]> producer(KafkaSettings settings) {
    return producer;
  }

  @Override
  public Producer<byte[], byte[]> bulkProducer(KafkaSettings settings) {
    return producer;
  }

  @Override
  public Consumer<byte[], byte[]> consumer(KafkaSettings settings) {
    return consumer;
  }

  @Override
  public Map<TopicPartition, Long> committed(KafkaSettings settings, String group) {
    return Map.of();
  }

  @Override
  public boolean topicExists(KafkaSettings settings, String asked) {
    return Set.of(topic).contains(asked);
  }

  private PartitionInfo info(int number) {
    return new PartitionInfo(topic, number, Node.noNode(), new Node[0], new Node[0]);
  }
}
