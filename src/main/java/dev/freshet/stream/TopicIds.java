package dev.freshet.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker for the ids of topics. A topic that was deleted and created has another one. It
 * is asked seldom: at the start, and when offsets go backwards.
 */
final class TopicIds implements Supplier<Map<String, Uuid>> {

  private static final Logger LOG = LoggerFactory.getLogger(TopicIds.class);
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final Map<String, Object> config;
  private final Collection<String> topics;

  /**
   * Asks nothing yet.
   *
   * @param config of an admin client
   * @param topics to ask for
   */
  TopicIds(Map<String, Object> config, Collection<String> topics) {
    this.config = config;
    this.topics = topics;
  }

  /** The ids of those topics that can be told; without an answer within seconds, of none. */
  @Override
  public Map<String, Uuid> get() {
    Map<String, Uuid> ids = new HashMap<>();
    try (Admin admin = Admin.create(config)) {
      var options = new DescribeTopicsOptions().timeoutMs((int) WITHIN.toMillis());
      for (var answer : admin.describeTopics(topics, options).topicNameValues().entrySet()) {
        var topic = answer.getValue().get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        ids.put(answer.getKey(), topic.topicId());
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.warn(
          "cannot ask for the ids of topics; one that was created anew may be taken for the old"
              + " one: {}",
          e.getCause() == null ? e.toString() : e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
    return ids;
  }
}
