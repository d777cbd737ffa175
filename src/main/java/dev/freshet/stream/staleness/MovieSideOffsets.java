package dev.freshet.stream.staleness;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker how far the movie side is in {@code movie-updates}, wherever it runs. Updates
 * that were never committed count as learned, see {@link SkippedUpdates}. Not thread-safe.
 */
public final class MovieSideOffsets implements StalenessMonitor.ProgressSource {

  private static final Logger LOG = LoggerFactory.getLogger(MovieSideOffsets.class);

  private final Admin admin;
  private final String group;
  private final StalenessGate gate;
  private final UpdatesLook look;
  private final SkippedUpdates skipped;
  private final Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
  private final Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
  private volatile boolean closed;
  private boolean failing;

  /**
   * Asks nothing yet.
   *
   * @param config of an admin client
   * @param consumer settings of a consumer
   * @param topic {@code movie-updates}
   * @param partitions of it
   * @param group consumer group of the movie side
   * @param gate knows whether anybody waits
   */
  public MovieSideOffsets(
      Map<String, Object> config,
      Map<String, Object> consumer,
      String topic,
      int partitions,
      String group,
      StalenessGate gate) {
    this.admin = Admin.create(config);
    this.group = group;
    this.gate = gate;
    this.look = new UpdatesLook(consumer, topic, () -> closed);
    this.skipped = new SkippedUpdates(look);
    for (int p = 0; p < partitions; p++) {
      latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
      earliest.put(new TopicPartition(topic, p), OffsetSpec.earliest());
    }
  }

  @Override
  public Map<Integer, StalenessGate.PartitionUpdates> updates() throws InterruptedException {
    try {
      var updates = ask();
      failing = false;
      return updates;
    } catch (ExecutionException e) {
      if (!failing) {
        LOG.warn(
            "cannot ask how far the movie side is, the user side will wait: {}",
            e.getCause() == null ? e.toString() : e.getCause().getMessage());
        failing = true;
      }
      return Map.of();
    }
  }

  private Map<Integer, StalenessGate.PartitionUpdates> ask()
      throws ExecutionException, InterruptedException {
    var ends = admin.listOffsets(latest);
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
    Map<TopicPartition, OffsetAndMetadata> done = committed.get();
    boolean haveAllCommitted = latest.keySet().stream().allMatch(p -> done.get(p) != null);
    Map<TopicPartition, ListOffsetsResultInfo> starts =
        haveAllCommitted ? Map.of() : admin.listOffsets(earliest).all().get();
    return offsets(ends.all().get(), starts, done);
  }

  private Map<Integer, StalenessGate.PartitionUpdates> offsets(
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, ListOffsetsResultInfo> starts,
      Map<TopicPartition, OffsetAndMetadata> committed)
      throws InterruptedException {
    Map<Integer, StalenessGate.PartitionUpdates> updates = new HashMap<>();
    boolean matters = gate.isShort();
    long now = System.nanoTime();
    for (var entry : ends.entrySet()) {
      int partition = entry.getKey().partition();
      long end = entry.getValue().offset();
      @Nullable OffsetAndMetadata at = committed.get(entry.getKey());
      ListOffsetsResultInfo start = starts.get(entry.getKey());
      long from = at != null ? at.offset() : start == null ? 0 : start.offset();
      long learned = skipped.learned(partition, from, end, matters, now);
      updates.put(partition, new StalenessGate.PartitionUpdates(end, learned));
    }
    return updates;
  }

  @Override
  public void close() {
    closed = true;
    admin.close(Duration.ZERO);
  }

  @Override
  public void release() {
    look.close();
  }
}
