package dev.freshet.stream;

import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether brokers are there that Freshet can write to: one that still answers is not enough
 * where a partition has no leader, or fewer replicas in sync than it takes. Not thread-safe.
 */
final class ClusterQuestion implements BrokerWatch.Question {

  private static final String LEAST = "min.insync.replicas";

  private final Admin admin;
  private final Duration within;

  /** Topics that both sides write to all the time. */
  private final List<String> topics;

  /** Replicas that must be in sync, by topic; asked again while there are too few. */
  private Map<String, Integer> least = Map.of();

  /**
   * A question.
   *
   * @param admin closed with it
   * @param prefix of the topics
   * @param within the answer must come
   */
  ClusterQuestion(Admin admin, String prefix, Duration within) {
    this.admin = admin;
    this.within = within;
    this.topics =
        Stream.of(Topic.RATINGS_BY_USER, Topic.MOVIE_UPDATES)
            .map(topic -> topic.name(prefix))
            .toList();
  }

  @Override
  public void ask() throws ExecutionException, InterruptedException {
    var options = new DescribeTopicsOptions().timeoutMs((int) within.toMillis());
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(topics, options).topicNameValues();
    for (String topic : topics) {
      try {
        require(topic, Objects.requireNonNull(answers.get(topic), topic).get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        } // It is there and has no such topic: whoever works with it says so.
      }
    }
  }

  private void require(String topic, TopicDescription described)
      throws ExecutionException, InterruptedException {
    for (TopicPartitionInfo partition : described.partitions()) {
      if (partition.leader() == null || partition.leader().isEmpty()) {
        String problem = topic + "-" + partition.partition() + " has no leader";
        throw new ExecutionException(new LeaderNotAvailableException(problem));
      }
    }
    if (described.partitions().stream().anyMatch(one -> one.isr().size() < leastKnown(topic))) {
      least = Map.of(); // it may have been lowered since, to go on without the broker that is away
    }
    int needed = least(topic);
    for (TopicPartitionInfo partition : described.partitions()) {
      if (partition.isr().size() < needed) {
        String problem =
            "%s-%d has %d replicas in sync and takes records with %d"
                .formatted(topic, partition.partition(), partition.isr().size(), needed);
        throw new ExecutionException(new NotEnoughReplicasException(problem));
      }
    }
  }

  private int leastKnown(String topic) {
    return least.getOrDefault(topic, 0);
  }

  private int least(String topic) throws ExecutionException, InterruptedException {
    if (least.isEmpty()) {
      List<ConfigResource> all =
          topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
      Map<String, Integer> found = new HashMap<>();
      for (Map.Entry<ConfigResource, Config> one :
          admin.describeConfigs(all).all().get().entrySet()) {
        found.put(one.getKey().name(), replicas(one.getValue().get(LEAST)));
      }
      least = Map.copyOf(found);
    }
    return least.getOrDefault(topic, 1);
  }

  /** Not every cluster tells it. */
  private static int replicas(@Nullable ConfigEntry least) {
    String said = least == null ? null : least.value();
    return said == null ? 1 : Integer.parseInt(said);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
