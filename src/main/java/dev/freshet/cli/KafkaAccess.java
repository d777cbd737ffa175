package dev.freshet.cli;

import dev.freshet.console.UserError;
import dev.freshet.topics.KafkaSettings;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** How short commands reach a cluster. */
interface KafkaAccess {

  /** A producer that waits for all replicas and gives up after seconds rather than minutes. */
  Producer<byte[], byte[]> producer(KafkaSettings settings);

  /** A producer for a whole file: it collects larger batches, and may wait longer for a broker. */
  Producer<byte[], byte[]> bulkProducer(KafkaSettings settings);

  /** A read-committed consumer outside any group. */
  Consumer<byte[], byte[]> consumer(KafkaSettings settings);

  /**
   * How far a consumer group has come.
   *
   * @return next offset to read, by partition; none where the group does not exist
   */
  Map<TopicPartition, Long> committed(KafkaSettings settings, String group);

  /** Whether the topic exists. Never creates it. */
  boolean topicExists(KafkaSettings settings, String topic);

  /**
   * Checks that the topic exists, before a client with a wrong prefix makes the broker create one.
   *
   * @throws UserError if it does not
   */
  default void requireTopic(KafkaSettings settings, String topic) {
    if (!topicExists(settings, topic)) {
      throw new UserError(
          "there is no topic %s on %s; is --prefix right? `freshet topics --create` creates it"
              .formatted(topic, settings.bootstrapServers()));
    }
  }
}
