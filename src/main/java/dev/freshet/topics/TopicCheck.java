package dev.freshet.topics;

import dev.freshet.topics.TopicAdmin.ExistingTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The differences between a cluster's topics and the contract that would do harm. */
final class TopicCheck {

  private final TopicSpecs specs;
  private final List<String> problems = new ArrayList<>();

  TopicCheck(TopicSpecs specs) {
    this.specs = specs;
  }

  /** One line for each problem, in the contract's order. */
  List<String> problems(Map<Topic, ExistingTopic> cluster) {
    for (Topic topic : Topic.values()) {
      ExistingTopic found = cluster.get(topic);
      if (found == null) {
        add(topic, "is missing: create it with 'freshet topics --create'");
      } else {
        partitions(topic, found);
        replicas(topic, found);
        cleanup(topic, found);
        minimum(topic, found);
      }
    }
    roomForHeaders(cluster);
    return problems;
  }

  private void partitions(Topic topic, ExistingTopic found) {
    int expected = specs.partitions(topic);
    boolean free = specs.get(topic).partitions() == TopicSpec.Partitions.FREE;
    if (!free && found.partitions() != expected) {
      add(
          topic,
          ("has %d partitions and needs %d: configure the number it was created with, or start"
                  + " afresh with another prefix")
              .formatted(found.partitions(), expected));
    }
  }

  private void replicas(Topic topic, ExistingTopic found) {
    boolean ours = specs.get(topic).audience() == TopicSpec.Audience.INTERNAL;
    if (ours && found.replication() < specs.replication()) {
      add(
          topic,
          "has %d replicas and needs %d: reassign its partitions, or configure a replication of %d"
              .formatted(found.replication(), specs.replication(), found.replication()));
    }
    if (found.number("min.insync.replicas") > found.replication()) {
      add(
          topic,
          ("has %d replicas and takes no record with fewer than %d in sync: lower its"
                  + " min.insync.replicas")
              .formatted(found.replication(), found.number("min.insync.replicas")));
    }
  }

  private void cleanup(Topic topic, ExistingTopic found) {
    String expected = specs.get(topic).cleanupPolicy();
    String actual = found.configs().getOrDefault("cleanup.policy", "");
    if (!policies(actual).equals(policies(expected))) {
      add(topic, "has cleanup.policy=%s: set it to %s".formatted(actual, expected));
    }
  }

  private static Set<String> policies(String list) {
    return Arrays.stream(list.split(",")).map(String::trim).collect(Collectors.toSet());
  }

  private void minimum(Topic topic, ExistingTopic found) {
    new TreeMap<>(specs.get(topic).minimum())
        .forEach(
            (config, minimum) -> {
              long actual = found.number(config);
              if (!TopicSpecsCheck.reaches(actual, minimum)) {
                add(
                    topic,
                    "has %s=%d and needs %s: set it to %s"
                        .formatted(
                            config,
                            actual,
                            minimum == -1 ? "unlimited" : "at least " + minimum,
                            specs.get(topic).configs().get(config)));
              }
            });
  }

  private void roomForHeaders(Map<Topic, ExistingTopic> cluster) {
    long needed = rejectedBytes(cluster);
    ExistingTopic rejected = cluster.get(Topic.RATINGS_REJECTED);
    if (rejected != null && maxBytes(rejected) < needed) {
      add(
          Topic.RATINGS_REJECTED,
          ("takes records up to %d bytes, but may have to hold %d: an input's largest and %d of"
                  + " headers; set its max.message.bytes to %d")
              .formatted(maxBytes(rejected), needed, TopicSpecsCheck.HEADER_ROOM, needed));
    }
  }

  /** The largest record that the topic of rejected records must hold, bytes. */
  static long rejectedBytes(Map<Topic, ExistingTopic> cluster) {
    long ratings = maxBytes(cluster.get(Topic.RATINGS));
    long movies = maxBytes(cluster.get(Topic.MOVIES));
    return Math.max(ratings, movies) + TopicSpecsCheck.HEADER_ROOM;
  }

  private static long maxBytes(@Nullable ExistingTopic found) {
    return found == null ? 0 : found.number(TopicSpecsCheck.MAX_MESSAGE_BYTES);
  }

  private void add(Topic topic, String problem) {
    problems.add(specs.name(topic) + " " + problem);
  }
}
