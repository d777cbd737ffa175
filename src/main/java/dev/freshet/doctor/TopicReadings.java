package dev.freshet.doctor;

import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicTail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the topics from their beginnings to their present ends, and on from there. Holds an entry
 * for each rating, user, movie and list.
 */
public final class TopicReadings {

  private final Consumer<byte[], byte[]> consumer;
  private final Backlog backlog;
  private final String prefix;
  private final Duration listInterval;
  private final Map<String, Topic> topics = new HashMap<>();
  private final EvidenceTopics read = new EvidenceTopics();
  private final TopicTail tail;
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
    for (Topic topic : EvidenceTopics.READ) {
      topics.put(topic.name(prefix), topic);
    }
    this.partitions = consumer.partitionsFor(Topic.USER_FACTORS_CHANGELOG.name(prefix)).size();
    this.tail = TopicTail.of(consumer, topics.keySet());
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
    int[] taken = {0};
    tail.read(
        () -> false,
        record -> {
          Topic topic = topics.get(record.topic());
          if (topic != null) {
            read.take(topic, record);
            taken[0]++;
          }
        });
    return taken[0] > 0;
  }
}
