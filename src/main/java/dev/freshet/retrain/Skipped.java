package dev.freshet.retrain;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that were passed over because they cannot be read. Each is logged and told once, however
 * often its topic is read again. Thread-safe.
 */
public final class Skipped {

  private static final Logger LOG = LoggerFactory.getLogger(Skipped.class);

  private final Runnable each;

  /** Offset of the newest one of each partition: partitions are read in order. */
  private final Map<TopicPartition, Long> newest = new HashMap<>();

  /**
   * Starts with no record skipped.
   *
   * @param each is run for every one
   */
  public Skipped(Runnable each) {
    this.each = each;
  }

  /** Skips a record; one that is read a second time counts once. */
  public synchronized void skip(ConsumerRecord<?, ?> record, String why) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    Long before = newest.get(partition);
    if (before != null && record.offset() <= before) {
      return;
    }
    newest.put(partition, record.offset());
    LOG.warn(
        "passed over {} partition {} offset {}, which cannot be read: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        why);
    each.run();
  }
}
