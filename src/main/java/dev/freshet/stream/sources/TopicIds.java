package dev.freshet.stream.sources;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker for the ids of topics. A topic that was deleted and created has another one. It
 * is asked seldom: at the start, when offsets go backwards, and while an id is not told. One thread
 * at a time asks.
 */
public final class TopicIds implements Supplier<Map<String, Uuid>> {

  private static final Logger LOG = LoggerFactory.getLogger(TopicIds.class);
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final String CONSEQUENCE =
      "until then one that was created anew may be taken for the old one";

  private final Map<String, Object> config;
  private final Collection<String> topics;

  /** Topics that the last question was not answered for: they were complained of. */
  private final Set<String> untold = new HashSet<>();

  /**
   * Asks nothing yet.
   *
   * @param config of an admin client
   * @param topics to ask for
   */
  public TopicIds(Map<String, Object> config, Collection<String> topics) {
    this.config = config;
    this.topics = topics;
  }

  /** The ids of those topics that can be told; without an answer within seconds, of none. */
  @Override
  public Map<String, Uuid> get() {
    var options = new DescribeTopicsOptions().timeoutMs((int) WITHIN.toMillis());
    try (Admin admin = Admin.create(config)) {
      return told(admin.describeTopics(topics, options).topicNameValues(), WITHIN);
    } catch (KafkaException e) {
      LOG.warn("cannot ask for the ids of topics; {}: {}", CONSEQUENCE, e.toString());
      return Map.of();
    }
  }

  /** What is answered within that time: a topic that cannot be told does not hide the others. */
  Map<String, Uuid> told(Map<String, KafkaFuture<TopicDescription>> answers, Duration within) {
    Map<String, Uuid> ids = new HashMap<>();
    long end = System.nanoTime() + within.toNanos();
    for (var answer : answers.entrySet()) {
      try {
        long left = Math.max(0, end - System.nanoTime());
        ids.put(answer.getKey(), answer.getValue().get(left, TimeUnit.NANOSECONDS).topicId());
        untold.remove(answer.getKey());
      } catch (ExecutionException | TimeoutException e) {
        if (untold.add(answer.getKey())) {
          LOG.warn(
              "cannot ask for the id of {}; {}: {}",
              answer.getKey(),
              CONSEQUENCE,
              e.getCause() == null ? e.toString() : e.getCause().getMessage());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closing
        break;
      }
    }
    return ids;
  }
}
