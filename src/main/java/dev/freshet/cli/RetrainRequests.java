package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.UserError;
import dev.freshet.topics.Topic;
import dev.freshet.wire.RetrainRequest;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends requests to whoever retrains. */
final class RetrainRequests {

  private RetrainRequests() {}

  /** Sends one and says where it is. */
  static String send(KafkaAccess kafka, FreshetConfig config, RetrainRequest request)
      throws InterruptedException {
    String topic = Topic.RETRAIN_REQUESTS.name(config.prefix());
    kafka.requireTopic(config.kafka(), topic);
    try (Producer<byte[], byte[]> producer = kafka.producer(config.kafka())) {
      RecordMetadata landed =
          producer.send(new ProducerRecord<>(topic, null, request.toJson())).get();
      return "in " + landed.topic() + " at offset " + landed.offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the request was not sent", e);
    }
  }

  /**
   * Checks that all topics that a trainer reads and writes exist, with as many partitions as the
   * settings say. With fewer the trainer would see a part of the ratings and complete a part of a
   * generation.
   */
  static void requireTopics(KafkaAccess kafka, FreshetConfig config) {
    kafka.requireTopic(config.kafka(), Topic.RETRAIN_REQUESTS.name(config.prefix()));
    kafka.requireTopic(config.kafka(), Topic.CHECKPOINTS.name(config.prefix()));
    int expected = config.streams().partitions();
    try (Consumer<byte[], byte[]> consumer = kafka.consumer(config.kafka())) {
      for (Topic topic :
          List.of(Topic.CHECKPOINT_USERS, Topic.CHECKPOINT_MOVIES, Topic.USER_RATINGS_CHANGELOG)) {
        String name = topic.name(config.prefix());
        kafka.requireTopic(config.kafka(), name);
        int partitions = consumer.partitionsFor(name).size();
        if (partitions != expected) {
          throw new UserError(
              "%s has %d partitions, the settings say %d; set partitions=%d"
                  .formatted(name, partitions, expected, partitions));
        }
      }
    }
  }
}
