package dev.freshet.measure.faults;

import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what Freshet commits as any other client would. */
final class CommittedTopics implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Topic> topics = new HashMap<>();
  private final Committed found = new Committed();

  CommittedTopics(String servers, String prefix) {
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", servers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : Committed.FOLLOWED) {
      topics.put(topic.name(prefix), topic);
      consumer
          .partitionsFor(topic.name(prefix))
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads on for a moment; gives whether there was anything. */
  boolean read() {
    return read(POLL);
  }

  /** Reads on for so long at most; gives whether there was anything. */
  boolean read(Duration within) {
    var records = consumer.poll(within);
    records.forEach(
        record -> found.take(Objects.requireNonNull(topics.get(record.topic())), record));
    return !records.isEmpty();
  }

  /** What was read so far. */
  Committed found() {
    return found;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
