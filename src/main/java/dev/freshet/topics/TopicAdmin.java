package dev.freshet.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the topics of the contract and compares those of a cluster with it. */
public final class TopicAdmin {

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL_EVERY = Duration.ofMillis(20);

  private final Admin admin;
  private final TopicSpecs specs;
  private final List<String> leftOut = new ArrayList<>();

  /**
   * Works through a client that stays the caller's.
   *
   * @param admin to ask; how long to wait is its {@code default.api.timeout.ms}
   * @param specs the contract
   */
  public TopicAdmin(Admin admin, TopicSpecs specs) {
    this.admin = admin;
    this.specs = specs;
  }

  /**
   * Creates the topics that are missing and leaves the others as they are. A topic that the cluster
   * refuses does not keep the others from being created, and the next call goes on with it. Returns
   * when clients can see all of them and write to those that were created.
   *
   * @return full names of those created
   * @throws TopicAccessException if the cluster does not answer or refuses
   */
  public List<String> createMissing() {
    Map<Topic, ExistingTopic> found = find();
    List<TopicCreation> missing =
        Stream.of(Topic.values())
            .filter(t -> !found.containsKey(t))
            .map(t -> new TopicCreation(t, newTopic(t, found), specs.given(t).keySet()))
            .toList();
    List<String> created = create(missing);
    awaitVisible();
    awaitLeaders(missing.stream().map(each -> each.now().name()).toList());
    return created;
  }

  /** Asks for all of them, and for those that are refused again with fewer settings. */
  private List<String> create(List<TopicCreation> missing) {
    Set<String> created = new HashSet<>();
    List<TopicAccessException> problems = new ArrayList<>();
    List<TopicCreation> open = missing;
    while (!open.isEmpty()) {
      List<TopicCreation> again = new ArrayList<>();
      Map<String, KafkaFuture<Void>> answers =
          admin
              .createTopics(
                  open.stream().map(TopicCreation::now).toList(), new CreateTopicsOptions())
              .values();
      for (TopicCreation each : open) {
        String name = each.now().name();
        try {
          await(answers.get(name), "create " + name, "CREATE");
          created.add(name);
        } catch (TopicExistsException quicker) {
          // Another instance was quicker.
        } catch (TopicAccessException e) {
          Throwable why = e.getCause() == null ? null : e.getCause().getCause();
          if (why == null || !TopicCreation.isForSettings(why)) {
            problems.add(e);
          } else if (each.refused(why)) {
            again.add(each);
          } else {
            problems.add(
                new TopicAccessException("cannot create " + name + ": " + each.advice(), e));
          }
        }
      }
      open = again;
    }
    noteLeftOut(missing.stream().filter(each -> created.contains(each.now().name())).toList());
    if (!problems.isEmpty()) {
      throw first(problems);
    }
    return missing.stream().map(each -> each.now().name()).filter(created::contains).toList();
  }

  /** Notes one line for each set of settings that the cluster does not take. */
  private void noteLeftOut(List<TopicCreation> created) {
    created.stream()
        .filter(each -> !each.leftOut().isEmpty())
        .collect(Collectors.groupingBy(TopicCreation::leftOut))
        .forEach(
            (names, topics) ->
                leftOut.add(
                    "the cluster does not take %s (%s): its own defaults hold for %s"
                        .formatted(
                            String.join(", ", names),
                            topics.get(0).refusal(),
                            topics.stream()
                                .map(each -> each.now().name())
                                .collect(Collectors.joining(", ")))));
  }

  /** What {@link #createMissing} left out because the cluster refuses it, one line each. */
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** The first problem, and how many more there are. */
  private static TopicAccessException first(List<TopicAccessException> problems) {
    TopicAccessException first = problems.get(0);
    return problems.size() == 1
        ? first
        : new TopicAccessException(
            first.getMessage() + " (and so with %d more topics)".formatted(problems.size() - 1),
            first.getCause());
  }

  /**
   * Compares the cluster's topics with the contract.
   *
   * @return one line for each problem, saying what to do; empty when all is well
   * @throws TopicAccessException if the cluster does not answer or refuses
   */
  public List<String> check() {
    return new TopicCheck(specs).problems(find());
  }

  /** Brokers answer that a topic was created before all of them know it. */
  private void awaitVisible() {
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    int visible = describe().size();
    while (visible < Topic.values().length) {
      if (System.nanoTime() > deadline) {
        throw new TopicAccessException(
            "topics were created but cannot be seen after %d s; check the brokers' health"
                .formatted(VISIBLE_WITHIN.toSeconds()),
            null);
      }
      LockSupport.parkNanos(POLL_EVERY.toNanos());
      visible = describe().size();
    }
  }

  /**
   * Brokers show a partition before its leader takes records. A producer whose first batch comes
   * too early and whose second comes in time never gets in: the broker waits for sequence numbers
   * that went by.
   */
  private void awaitLeaders(List<String> names) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic : describe().values()) {
      if (names.contains(topic.name())) {
        topic
            .partitions()
            .forEach(
                p ->
                    ends.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
      }
    }
    // Only leaders answer, and the client asks until they do.
    var unused = await(admin.listOffsets(ends).all(), "see the created topics", "DESCRIBE");
  }

  private NewTopic newTopic(Topic topic, Map<Topic, ExistingTopic> found) {
    Map<String, String> configs = specs.configs(topic);
    if (topic == Topic.RATINGS_REJECTED
        && !specs.given(topic).containsKey(TopicSpecsCheck.MAX_MESSAGE_BYTES)) {
      // The inputs may be somebody else's topics, with larger records than the contract's.
      long needed = TopicCheck.rejectedBytes(found);
      long ours = Long.parseLong(configs.getOrDefault(TopicSpecsCheck.MAX_MESSAGE_BYTES, "0"));
      configs.put(TopicSpecsCheck.MAX_MESSAGE_BYTES, Long.toString(Math.max(ours, needed)));
    }
    Optional<Short> replication =
        specs.replication() == -1 ? Optional.empty() : Optional.of((short) specs.replication());
    return new NewTopic(specs.name(topic), Optional.of(specs.partitions(topic)), replication)
        .configs(configs);
  }

  /** The topics of the contract that exist. */
  private Map<Topic, ExistingTopic> find() {
    Map<Topic, TopicDescription> descriptions = describe();
    Map<ConfigResource, KafkaFuture<Config>> answers =
        admin.describeConfigs(descriptions.keySet().stream().map(this::resource).toList()).values();
    Map<Topic, ExistingTopic> found = new EnumMap<>(Topic.class);
    descriptions.forEach(
        (topic, description) -> {
          String action = "read the settings of " + description.name();
          Config config = await(answers.get(resource(topic)), action, "DESCRIBE_CONFIGS");
          found.put(topic, ExistingTopic.of(description, config));
        });
    return found;
  }

  private Map<Topic, TopicDescription> describe() {
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(Stream.of(Topic.values()).map(specs::name).toList()).topicNameValues();
    Map<Topic, TopicDescription> descriptions = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      String name = specs.name(topic);
      try {
        descriptions.put(topic, await(answers.get(name), "describe " + name, "DESCRIBE"));
      } catch (UnknownTopicOrPartitionException missing) {
        // It does not exist.
      }
    }
    return descriptions;
  }

  private ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, specs.name(topic));
  }

  /**
   * The answer, or why there is none.
   *
   * @throws TopicExistsException as the cluster says
   * @throws UnknownTopicOrPartitionException as the cluster says
   */
  private static <T extends @Nullable Object> T await(
      @Nullable KafkaFuture<T> answer, String action, String operation) {
    try {
      return Objects.requireNonNull(answer, action).get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TopicExistsException exists) {
        throw exists;
      }
      if (cause instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      throw new TopicAccessException("cannot " + action + ": " + advice(cause, operation), e);
    }
  }

  private static String advice(@Nullable Throwable cause, String operation) {
    if (cause instanceof TimeoutException) {
      return "the cluster does not answer; check bootstrap.servers and the network";
    }
    if (cause instanceof AuthorizationException) {
      return "not allowed; grant " + operation + " on it";
    }
    if (cause instanceof InvalidReplicationFactorException) {
      return "there are fewer brokers than the replication factor; lower replication.factor, on one"
          + " broker to replication.factor=1";
    }
    String message = cause == null ? null : cause.getMessage();
    return message == null ? String.valueOf(cause) : message.lines().findFirst().orElse("");
  }

  /**
   * A topic as the cluster has it.
   *
   * @param partitions their number
   * @param replication the smallest number of copies of any partition
   * @param configs Kafka's settings in force
   */
  record ExistingTopic(int partitions, int replication, Map<String, String> configs) {

    static ExistingTopic of(TopicDescription description, Config config) {
      return new ExistingTopic(
          description.partitions().size(),
          description.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
          config.entries().stream()
              .filter(entry -> entry.value() != null)
              .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
    }

    long number(String config) {
      return Long.parseLong(configs.getOrDefault(config, "0"));
    }
  }
}
