package dev.freshet.measure;

import dev.freshet.topics.TopicScan;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topic of a measurement's own broker. */
final class WholeTopic {

  private WholeTopic() {}

  /**
   * Hands over all committed records.
   *
   * @param servers of the broker
   * @param topic full name
   * @throws EvaluationException if the thread is interrupted
   */
  static void read(String servers, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    EvaluationException.unlessStopped(
        () -> new TopicScan(Map.of("bootstrap.servers", servers)).read(topic, each));
  }
}
