package dev.freshet.stream.staleness;

import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.replica.ReplicaNotWholeException;
import dev.freshet.stream.replica.ReplicaWait;
import dev.freshet.stream.sources.NotingConsumer;
import dev.freshet.stream.sources.SourceLogs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/**
 * The user side's consumer: hands over {@code ratings-by-user} only as far as the {@link
 * StalenessGate} has credit, and only while the replica is whole. Everything else, rebalances
 * included, goes on. Kafka Streams pauses partitions too; what it paused stays paused.
 */
public class GatedConsumer extends NotingConsumer {

  /** While held back, look again this soon. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private static final Duration ANSWER_WITHIN = Duration.ofMillis(500);

  private final HandoverGate gate;
  private final MovieReplica replica;
  private final String gatedTopic;
  private final int mostPerPoll;
  private final LongConsumer onHeldBack;
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();
  private final ReplicaWait wait;
  private boolean isHeldBack;
  private boolean hasLeft;

  /** Nanoseconds that were waited in the last poll, not yet told. */
  private long heldBack;

  /** Says how much may be handed over, and is told what was. */
  interface HandoverGate {

    /** How many more records may be handed over now. */
    long credit();

    /**
     * Records were handed over.
     *
     * @param partition of the gated topic
     * @param first offset of the first of them
     * @param last offset of the last of them
     * @param count their number
     */
    void delivered(int partition, long first, long last, int count);

    /** {@code count} records of a partition wait at the broker, by the last fetch. */
    void follow(int partition, long count);

    /** {@code count} records of another topic's partition wait at the broker; 0 once it left. */
    void feeds(TopicPartition partition, long count);

    /** These partitions are no longer here, or will be handed over again. */
    void revoked(Collection<Integer> partitions);

    /** A consumer with ratings to hand over finds the gate shut, or hands over what there is. */
    void holdsBack(Object consumer, boolean isShut);

    /** Whether ratings of these partitions wait to be handed over. */
    void behind(Collection<Integer> partitions, boolean areBehind);
  }

  public GatedConsumer(
      Map<String, Object> config,
      SourceLogs logs,
      HandoverGate gate,
      MovieReplica replica,
      String gatedTopic,
      int mostPerPoll,
      LongConsumer onHeldBack,
      LongSupplier nanos) {
    super(config, logs);
    this.gate = gate;
    this.replica = replica;
    this.gatedTopic = gatedTopic;
    this.mostPerPoll = mostPerPoll;
    this.onHeldBack = onHeldBack;
    this.wait = new ReplicaWait(nanos);
  }

  /** What is revoked will not be learned here: it no longer uses up credit. */
  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    super.subscribe(
        topics,
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            listener.onPartitionsAssigned(partitions);
            if (isHeldBack) {
              holdBack(); // or the same poll would hand over their first records
            }
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
              listener.onPartitionsRevoked(partitions);
            } finally {
              forget(partitions);
            }
          }

          @Override
          public void onPartitionsLost(Collection<TopicPartition> partitions) {
            try {
              listener.onPartitionsLost(partitions);
            } finally {
              forget(partitions);
            }
          }
        });
  }

  /** What was handed over from there on will be handed over again. */
  @Override
  public void seek(TopicPartition partition, long offset) {
    super.seek(partition, offset);
    rewind(List.of(partition));
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata offset) {
    super.seek(partition, offset);
    rewind(List.of(partition));
  }

  @Override
  public void seekToBeginning(Collection<TopicPartition> partitions) {
    super.seekToBeginning(partitions);
    rewind(partitions);
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    super.seekToEnd(partitions);
    rewind(partitions);
  }

  private void forget(Collection<TopicPartition> partitions) {
    pausedByStreams.removeAll(partitions);
    rewind(partitions);
  }

  private void rewind(Collection<TopicPartition> partitions) {
    gate.revoked(
        partitions.stream()
            .filter(partition -> partition.topic().equals(gatedTopic))
            .map(TopicPartition::partition)
            .toList());
    partitions.stream()
        .filter(partition -> !partition.topic().equals(gatedTopic))
        .forEach(partition -> gate.feeds(partition, 0));
  }

  /** Whatever can fail comes before the poll, but for what {@link #taken} notes. */
  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    boolean hasCredit = gate.credit() >= mostPerPoll;
    gate.holdsBack(this, !hasCredit && !gated().isEmpty());
    boolean open = isReplicaWhole() && hasCredit;
    tellWhetherBehind(open);
    tellHeldBack();
    if (open) {
      letThrough();
      return super.poll(timeout);
    }
    holdBack();
    long start = System.nanoTime();
    var others = super.poll(timeout.compareTo(LOOK_AGAIN) < 0 ? timeout : LOOK_AGAIN);
    heldBack = System.nanoTime() - start;
    return others;
  }

  private void letThrough() {
    if (isHeldBack) {
      Set<TopicPartition> again = gated();
      again.removeAll(pausedByStreams);
      super.resume(again);
      isHeldBack = false;
    }
  }

  private void holdBack() {
    isHeldBack = true;
    super.pause(gated());
  }

  private void tellHeldBack() {
    if (heldBack > 0) {
      long nanos = heldBack;
      heldBack = 0;
      onHeldBack.accept(nanos);
    }
  }

  @Override
  public void taken(ConsumerRecords<byte[], byte[]> records) {
    super.taken(records);
    for (TopicPartition partition : records.partitions()) {
      if (partition.topic().equals(gatedTopic)) {
        List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
        long first = batch.get(0).offset();
        long last = batch.get(batch.size() - 1).offset();
        gate.delivered(partition.partition(), first, last, batch.size());
      }
    }
  }

  /**
   * Whether it is.
   *
   * @throws ReplicaNotWholeException if ratings have waited for it too long
   */
  private boolean isReplicaWhole() {
    if (replica.isReady()) {
      wait.end();
      return true;
    }
    if (wait.isTooLong(replica.readAhead(), this::isAnyWaiting)) {
      throw new ReplicaNotWholeException(replica.lateness().orElse("it is whole now"));
    }
    return false;
  }

  /** Whether there is a rating to learn; not as far as the broker tells if it does not answer. */
  private boolean isAnyWaiting() {
    try {
      Map<TopicPartition, Long> ends = super.endOffsets(gated(), ANSWER_WITHIN);
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        if (super.position(end.getKey(), ANSWER_WITHIN) < end.getValue()) {
          return true;
        }
      }
    } catch (ApiException e) {
      return false; // nobody waits for the movies while the broker is away
    }
    return false;
  }

  /** A whole poll waits if as many have been seen at the broker; while held back, it may. */
  private void tellWhetherBehind(boolean open) {
    Set<TopicPartition> gated = gated();
    long waiting = 0;
    for (TopicPartition partition : gated) {
      OptionalLong follow = open ? currentLag(partition) : OptionalLong.empty();
      follow.ifPresent(count -> gate.follow(partition.partition(), count));
      waiting += follow.orElse(0);
    }
    if (open) {
      for (TopicPartition other : assignment()) {
        if (!other.topic().equals(gatedTopic)) {
          currentLag(other).ifPresent(count -> gate.feeds(other, count));
        }
      }
    }
    gate.behind(
        gated.stream().map(TopicPartition::partition).toList(), !open || waiting >= mostPerPoll);
  }

  private Set<TopicPartition> gated() {
    Set<TopicPartition> gated = new HashSet<>(assignment());
    gated.removeIf(partition -> !partition.topic().equals(gatedTopic));
    return gated;
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    super.pause(partitions);
    pausedByStreams.addAll(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    super.resume(partitions);
    pausedByStreams.removeAll(partitions);
  }

  @Override
  public void close() {
    leave();
    super.close();
  }

  @Override
  @Deprecated
  public void close(Duration timeout) {
    leave();
    super.close(timeout);
  }

  @Override
  public void close(CloseOptions options) {
    leave();
    super.close(options);
  }

  /** Whoever dies while the gate is shut may hear of no revocation: nothing of it counts longer. */
  private void leave() {
    if (!hasLeft) {
      hasLeft = true;
      gate.holdsBack(this, false);
      rewind(assignment());
    }
  }
}
