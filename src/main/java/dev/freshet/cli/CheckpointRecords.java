package dev.freshet.cli;

import dev.freshet.cli.settings.FreshetConfig;
import dev.freshet.event.Checkpoint;
import dev.freshet.event.Topic;
import dev.freshet.retrain.TopicScan;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code checkpoints} says of each generation. */
final class CheckpointRecords {

  private CheckpointRecords() {}

  /** The newest record of each generation, by its number. */
  static SortedMap<Integer, Checkpoint> read(KafkaAccess kafka, FreshetConfig config) {
    String topic = Topic.CHECKPOINTS.name(config.prefix());
    kafka.requireTopic(config.kafka(), topic);
    SortedMap<Integer, Checkpoint> newest = new TreeMap<>();
    new TopicScan(() -> kafka.consumer(config.kafka()))
        .read(
            topic,
            () -> false,
            record -> {
              Checkpoint checkpoint = Checkpoint.fromJson(record.value());
              newest.put(checkpoint.generation(), checkpoint);
            });
    return newest;
  }
}
