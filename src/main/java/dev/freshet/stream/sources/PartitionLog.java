package dev.freshet.stream.sources;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * Which log the records of one partition come from: the id of its topic, and under which leader
 * each was written. Processors do not see leader epochs: the consumer notes them here before it
 * hands records over. Thread-safe; one consumer at a time writes.
 */
public final class PartitionLog {

  /** More elections than lie among the records that a task holds. */
  private static final int MOST = 128;

  private final SourceLogs logs;
  private final String topic;

  /** From which offset on which epoch holds, by offset; never changed, but replaced. */
  private volatile List<Change> changes = List.of();

  /** What was noted so far lies before this. */
  private volatile long end;

  /** Whether the topic may have been created anew at {@link #doubted}, and nobody has told yet. */
  private volatile boolean isInDoubt;

  private volatile long doubted;

  private record Change(long from, int epoch) {}

  PartitionLog(SourceLogs logs, String topic) {
    this.logs = logs;
    this.topic = topic;
    this.doubted = logs.now();
  }

  /** These records of the partition, in order and at least one, are about to be handed over. */
  public void note(List<? extends ConsumerRecord<?, ?>> batch) {
    List<Change> known = changes;
    ConsumerRecord<?, ?> first = batch.get(0);
    ConsumerRecord<?, ?> last = batch.get(batch.size() - 1);
    int at = indexAt(known, first.offset());
    boolean isKnown =
        at >= 0
            && at == indexAt(known, last.offset())
            && known.get(at).epoch() == epochOf(first)
            && known.get(at).epoch() == epochOf(last);
    if (!isKnown) {
      changes = with(known, batch, end);
    }
    end = Math.max(end, last.offset() + 1);
  }

  /** What was noted outside the batch stays: after a seek back, records from there may wait. */
  private static List<Change> with(
      List<Change> known, List<? extends ConsumerRecord<?, ?>> batch, long end) {
    long first = batch.get(0).offset();
    long next = batch.get(batch.size() - 1).offset() + 1;
    List<Change> all = new ArrayList<>();
    known.stream().filter(change -> change.from() < first).forEach(change -> add(all, change));
    batch.forEach(record -> add(all, new Change(record.offset(), epochOf(record))));
    if (next < end) {
      int at = indexAt(known, next);
      add(all, new Change(next, at < 0 ? -1 : known.get(at).epoch()));
      known.subList(at + 1, known.size()).forEach(change -> add(all, change));
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
  }

  private static void add(List<Change> all, Change change) {
    if (all.isEmpty() || all.get(all.size() - 1).epoch() != change.epoch()) {
      all.add(change);
    }
  }

  private static int indexAt(List<Change> changes, long offset) {
    int i = changes.size() - 1;
    while (i >= 0 && changes.get(i).from() > offset) {
      i--;
    }
    return i;
  }

  private static int epochOf(ConsumerRecord<?, ?> record) {
    return record.leaderEpoch().orElse(-1);
  }

  /** Leader epoch of a record that was handed over; -1 if unknown. */
  public int epochAt(long offset) {
    List<Change> known = changes;
    int at = indexAt(known, offset);
    return at < 0 ? -1 : known.get(at).epoch();
  }

  /** The topic's id; {@link Uuid#ZERO_UUID} if unknown. */
  public Uuid topicId() {
    return logs.id(topic);
  }

  /** The topic may have been created anew: its id is asked for until it is told. */
  public void doubt() {
    doubted = logs.now();
    isInDoubt = true;
  }

  /**
   * Asks for the topic's id where it is unknown or in doubt, unless the last question was a moment
   * ago.
   *
   * @return whether it may be another one now
   */
  public boolean settle() {
    if (!isInDoubt && !topicId().equals(Uuid.ZERO_UUID)) {
      return false;
    }
    isInDoubt = !logs.isTold(topic, doubted);
    return true;
  }
}
