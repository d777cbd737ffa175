package dev.freshet.retrain;

import dev.freshet.online.TakeMix;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.StoredMix;
import dev.freshet.wire.UnreadableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How live lists weigh the signals of taking: the mean of what the partitions of the user side have
 * learned. What cannot be read is passed over.
 */
final class LiveMix {

  private final Skipped skipped;
  private final Map<Integer, TakeMix> newest = new HashMap<>();

  private LiveMix(Skipped skipped) {
    this.skipped = skipped;
  }

  /**
   * Reads the weights of all partitions.
   *
   * @param stop true ends it early
   */
  static TakeMix read(
      TopicScan scan, RetrainSettings settings, Skipped skipped, BooleanSupplier stop) {
    LiveMix all = new LiveMix(skipped);
    scan.read(
        Topic.USER_PROGRESS_CHANGELOG.name(settings.prefix()),
        settings.partitions(),
        stop,
        all::take);
    return mean(all.newest.values());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || !StoredMix.isKey(record.key())) {
      return;
    }
    try {
      newest.put(record.partition(), StoredMix.fromBytes(record.value()));
    } catch (UnreadableException e) {
      skipped.skip(record, e.getMessage());
    }
  }

  /** The mean of each number; the mix that a stream begins with where there is none. */
  static TakeMix mean(Collection<TakeMix> mixes) {
    if (mixes.isEmpty()) {
      return new TakeMix();
    }
    float[] weights = new float[TakeMix.SIGNALS];
    float[] squares = new float[TakeMix.SIGNALS];
    for (TakeMix mix : mixes) {
      add(mix.weights(), weights, mixes.size());
      add(mix.squares(), squares, mixes.size());
    }
    return TakeMix.of(weights, squares);
  }

  private static void add(float[] numbers, float[] to, int parts) {
    for (int i = 0; i < to.length; i++) {
      to[i] += numbers[i] / parts;
    }
  }
}
