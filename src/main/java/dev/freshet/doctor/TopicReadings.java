package dev.freshet.doctor;

import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the topics from their beginnings to their present ends, and on from there. Holds an entry
 * for each rating, user, movie and list.
 */
public final class TopicReadings {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Backlog backlog;
  private final String prefix;
  private final Duration listInterval;
  private final Map<String, Topic> topics = new HashMap<>();
  private final Topics read = new Topics();
  private final List<TopicPartition> assigned = new ArrayList<>();
  private final int partitions;
  private boolean isFirst = true;

  /**
   * Assigns all topics.
   *
   * @param consumer read-committed, outside any group; owned by the caller
   * @param backlog what both sides have yet to take in
   * @param prefix of the topics, which exist
   * @param listInterval least time between two lists of a user
   */
  public TopicReadings(
      Consumer<byte[], byte[]> consumer, Backlog backlog, String prefix, Duration listInterval) {
    this.consumer = consumer;
    this.backlog = backlog;
    this.prefix = prefix;
    this.listInterval = listInterval;
    for (Topic topic : Topics.READ) {
      topics.put(topic.name(prefix), topic);
      consumer
          .partitionsFor(topic.name(prefix))
          .forEach(info -> assigned.add(new TopicPartition(info.topic(), info.partition())));
    }
    this.partitions = consumer.partitionsFor(Topic.USER_FACTORS_CHANGELOG.name(prefix)).size();
    consumer.assign(assigned);
    consumer.seekToBeginning(assigned);
  }

  /** Reads on to what is the end now. What it gives changes with the next call. */
  public Evidence next() {
    boolean isStill = !readOn() && !isFirst;
    isFirst = false;
    Background background = Background.of(ends(Topic.CATALOGUE), ends(Topic.RATINGS), listInterval);
    return read.evidence(partitions, background, backlog.look(isStill));
  }

  private Map<TopicPartition, Long> ends(Topic topic) {
    List<TopicPartition> all = new ArrayList<>();
    consumer
        .partitionsFor(topic.name(prefix))
        .forEach(info -> all.add(new TopicPartition(info.topic(), info.partition())));
    return consumer.endOffsets(all);
  }

  /** Gives whether there was a record. */
  private boolean readOn() {
    boolean any = false;
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Topic topic = topics.get(record.topic());
        if (topic != null) {
          read.take(topic, record);
          any = true;
        }
      }
    }
    return any;
  }
}
