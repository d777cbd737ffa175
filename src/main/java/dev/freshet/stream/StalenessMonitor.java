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
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker, at each check interval, how many {@code movie-updates} the movie side has not
 * committed, wherever it runs, and tells the {@link StalenessGate}; what was never committed by the
 * user side does not count. Asks less often while there is credit enough. While the broker does not
 * answer, the last credit runs out and the user side waits. Nothing but closing ends it.
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
  private final UpdatesLook look;
  private final SkippedUpdates skipped;
  private final Thread thread;
  private volatile boolean closed;
  private boolean failing;

  /**
   * Starts checking.
   *
   * @param config of an admin client
   * @param consumer settings of a consumer
   * @param topic {@code movie-updates}
   * @param partitions of it
   * @param movieGroup consumer group of the movie side
   * @param gate is told
   */
  StalenessMonitor(
      Map<String, Object> config,
      Map<String, Object> consumer,
      String topic,
      int partitions,
      String movieGroup,
      StalenessGate gate) {
    this.admin = Admin.create(config);
    this.topic = topic;
    this.partitions = partitions;
    this.movieGroup = movieGroup;
    this.gate = gate;
    this.look = new UpdatesLook(consumer, topic, () -> closed);
    this.skipped = new SkippedUpdates(look);
    this.thread = new Thread(this::run, "freshet-staleness");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether the thread that asks is there, as it is until {@link #close}. */
  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try (look) {
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

  /** Offsets of all partitions; none, until it can ask again, if anything goes wrong. */
  private Map<Integer, StalenessGate.Updates> updates() throws InterruptedException {
    try {
      var updates = ask();
      failing = false;
      return updates;
    } catch (InterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("closed"); // what a consumer calls by another name
    } catch (ExecutionException | RuntimeException e) { // or nobody would ask any more
      if (!failing) {
        LOG.warn(
            "cannot ask how far the movie side is, the user side will wait: {}",
            e instanceof ExecutionException && e.getCause() != null
                ? e.getCause().getMessage()
                : e.toString(),
            e instanceof RuntimeException ? e : null);
        failing = true;
      }
      return Map.of();
    }
  }

  private Map<Integer, StalenessGate.Updates> ask()
      throws ExecutionException, InterruptedException {
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
    return offsets(ends.all().get(), starts, done);
  }

  private Map<Integer, StalenessGate.Updates> offsets(
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, ListOffsetsResultInfo> starts,
      Map<TopicPartition, OffsetAndMetadata> committed)
      throws InterruptedException {
    Map<Integer, StalenessGate.Updates> updates = new HashMap<>();
    boolean matters = gate.isShort();
    long now = System.nanoTime();
    for (var entry : ends.entrySet()) {
      int partition = entry.getKey().partition();
      long end = entry.getValue().offset();
      @Nullable OffsetAndMetadata at = committed.get(entry.getKey());
      ListOffsetsResultInfo start = starts.get(entry.getKey());
      long from = at != null ? at.offset() : start == null ? 0 : start.offset();
      long learned = skipped.learned(partition, from, end, matters, now);
      updates.put(partition, new StalenessGate.Updates(end, learned));
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
