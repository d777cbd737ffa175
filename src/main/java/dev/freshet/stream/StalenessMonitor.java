package dev.freshet.stream;

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
 * Asks the broker, at each check interval, how many {@code movie-updates} the movie side has not
 * committed, wherever it runs, and tells the {@link StalenessGate}. Asks less often while there is
 * credit enough. While the broker does not answer, the last credit runs out and the user side
 * waits.
 */
final class StalenessMonitor implements FreshetStreams.Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(StalenessMonitor.class);

  /** How long to leave it while there is credit enough, for whoever watches the lag. */
  private static final Duration SELDOM = Duration.ofMillis(250);

  private final Admin admin;
  private final String topic;
  private final String movieGroup;
  private final int partitions;
  private final StalenessGate gate;
  private final Thread thread;
  private volatile boolean closed;
  private boolean failing;

  /**
   * Starts checking.
   *
   * @param config of an admin client
   * @param topic {@code movie-updates}
   * @param partitions of it
   * @param movieGroup consumer group of the movie side
   * @param gate is told
   */
  StalenessMonitor(
      Map<String, Object> config,
      String topic,
      int partitions,
      String movieGroup,
      StalenessGate gate) {
    this.admin = Admin.create(config);
    this.topic = topic;
    this.partitions = partitions;
    this.movieGroup = movieGroup;
    this.gate = gate;
    this.thread = new Thread(this::run, "freshet-staleness");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long checked = System.nanoTime() - SELDOM.toNanos();
      while (!closed) {
        if (gate.isShort() || System.nanoTime() - checked >= SELDOM.toNanos()) {
          checked = System.nanoTime();
          gate.check(this::updates);
        }
        Thread.sleep(gate.settings().check().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private Map<Integer, StalenessGate.Updates> updates() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
      for (int p = 0; p < partitions; p++) {
        latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
        earliest.put(new TopicPartition(topic, p), OffsetSpec.earliest());
      }
      var ends = admin.listOffsets(latest);
      var group = admin.listConsumerGroupOffsets(movieGroup).partitionsToOffsetAndMetadata();
      Map<TopicPartition, OffsetAndMetadata> done = group.get();
      boolean haveAllCommitted = latest.keySet().stream().allMatch(p -> done.get(p) != null);
      Map<TopicPartition, ListOffsetsResultInfo> starts =
          haveAllCommitted ? Map.of() : admin.listOffsets(earliest).all().get();
      var updates = offsets(ends.all().get(), starts, done);
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

  private static Map<Integer, StalenessGate.Updates> offsets(
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, ListOffsetsResultInfo> starts,
      Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<Integer, StalenessGate.Updates> updates = new HashMap<>();
    for (var end : ends.entrySet()) {
      @Nullable OffsetAndMetadata at = committed.get(end.getKey());
      ListOffsetsResultInfo start = starts.get(end.getKey());
      long from = at != null ? at.offset() : start == null ? 0 : start.offset();
      updates.put(
          end.getKey().partition(), new StalenessGate.Updates(end.getValue().offset(), from));
    }
    return updates;
  }

  /** Whether it still checks: without a check the credit runs out. */
  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    admin.close();
  }
}
