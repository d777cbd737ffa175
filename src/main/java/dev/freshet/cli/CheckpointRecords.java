package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.retrain.Checkpoints;
import dev.freshet.retrain.Skipped;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import java.util.SortedMap;

/** What {@code checkpoints} says of each generation. */
final class CheckpointRecords {

  private CheckpointRecords() {}

  /** The newest record of each generation, by its number; the log names what cannot be read. */
  static SortedMap<Integer, Checkpoint> read(KafkaAccess kafka, FreshetConfig config) {
    String topic = Topic.CHECKPOINTS.name(config.prefix());
    kafka.requireTopic(config.kafka(), topic);
    TopicScan scan = new TopicScan(() -> kafka.consumer(config.kafka()));
    return Checkpoints.read(scan, config.prefix(), () -> false, new Skipped(() -> {}))
        .byGeneration();
  }
}
