package dev.freshet.stream.sources;

import dev.freshet.wire.ConsumedPosition;
import dev.freshet.wire.Novelty;
import dev.freshet.wire.PartitionProgress;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.SourcePositions;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each record of one partition in once, by the position that is committed with the progress,
 * whatever became of the consumer group's offsets. Where the log was cut off or created anew below
 * that position, it goes on from there: see {@code
 * docs/decisions/0032-learning-goes-on-where-a-source-was-cut-off.md}. With at least once nothing
 * is passed over: what is read again counts again.
 */
public final class OnlyOnce {

  private static final Logger LOG = LoggerFactory.getLogger(OnlyOnce.class);

  private final TopicPartition partition;
  private final PartitionLog log;
  private final boolean passesOver;
  private boolean isRepeating;

  public OnlyOnce(TopicPartition partition, SourceLogs logs) {
    this.partition = partition;
    this.log = logs.of(partition);
    this.passesOver = logs.arePositionsProof();
  }

  /** Whether the record at {@code offset} is to be taken in; counts it as repeated if not. */
  public boolean takesIn(PartitionProgress progress, long offset) {
    ConsumedPosition position = progress.position();
    int epoch = log.epochAt(offset);
    Novelty novelty = position.of(offset, epoch, log.topicId());
    boolean isOdd = novelty != Novelty.NEW || epoch < position.leaderEpoch();
    if (isOdd && !isRepeating) {
      log.doubt();
    }
    if (log.settle()) {
      novelty = position.of(offset, epoch, log.topicId());
    }
    isRepeating = novelty == Novelty.REPEATED;
    if (isRepeating && passesOver) {
      progress.repeated();
      return false;
    }
    if (novelty == Novelty.REPLACED) {
      progress.truncated();
      LOG.warn(
          "{} was cut off or created anew: it was taken in up to offset {} (leader epoch {}, topic"
              + " {}), and is read from offset {} (leader epoch {}, topic {}) on; what was lost in"
              + " between is not learned",
          partition,
          position.next() - 1,
          position.leaderEpoch(),
          position.topic(),
          offset,
          epoch,
          log.topicId());
    }
    progress.position(position.after(offset, epoch, log.topicId()));
    return true;
  }

  /**
   * Whether an event is to be taken in, by its place in {@code ratings}: all events are routed
   * again when the group that routes them loses its offsets. Counts the event as repeated if not.
   */
  public boolean takesIn(PartitionProgress progress, SourcePositions sources, RoutedEvent event) {
    Novelty novelty = sources.of(event.source(), event.log());
    if (novelty == Novelty.REPEATED && passesOver) {
      progress.repeated();
      return false;
    }
    if (novelty == Novelty.REPLACED) {
      progress.truncated();
      LOG.warn(
          "partition {} of ratings was cut off or created anew: {} took it in up to offset {}, and"
              + " goes on with offset {} (leader epoch {})",
          event.source().partition(),
          partition,
          sources.newest(event.source().partition()),
          event.source().offset(),
          event.log().leaderEpoch());
    }
    sources.take(event.source(), event.log());
    return true;
  }
}
