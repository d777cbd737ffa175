package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.retrain.Checkpoints;
import dev.freshet.retrain.Skipped;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.LearningProgress;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What topics say of each generation. */
final class CheckpointRecords {

  private CheckpointRecords() {}

  /** The newest report of each partition of both sides. */
  static Collection<LearningProgress> reports(KafkaAccess kafka, FreshetConfig config) {
    String topic = Topic.LEARNING_PROGRESS.name(config.prefix());
    kafka.requireTopic(config.kafka(), topic);
    Map<String, LearningProgress> newest = new HashMap<>();
    Skipped skipped = new Skipped(() -> {});
    new TopicScan(() -> kafka.consumer(config.kafka()))
        .read(topic, 1, () -> false, record -> take(record, newest, skipped));
    return newest.values();
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record,
      Map<String, LearningProgress> newest,
      Skipped skipped) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    newest.remove(key);
    if (record.value() != null) {
      try {
        newest.put(key, LearningProgress.fromJson(record.value()));
      } catch (UncheckedIOException e) {
        skipped.skip(record, String.valueOf(e.getMessage()));
      }
    }
  }

  /** The newest record of each generation, by its number; the log names what cannot be read. */
  static Checkpoints read(KafkaAccess kafka, FreshetConfig config) {
    String topic = Topic.CHECKPOINTS.name(config.prefix());
    kafka.requireTopic(config.kafka(), topic);
    TopicScan scan = new TopicScan(() -> kafka.consumer(config.kafka()));
    return Checkpoints.read(scan, config.prefix(), () -> false, new Skipped(() -> {}));
  }
}
