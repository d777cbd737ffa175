package dev.freshet.topics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.jspecify.annotations.Nullable;

/**
 * One topic to be created, with as many of its settings as the cluster takes. Managed clusters
 * refuse some. What spares work or disk is left out first, then what brokers have good defaults
 * for. What the installation itself has set is never left out.
 */
final class TopicCreation {

  /** What is left out after each refusal. */
  private static final List<Set<String>> LESS =
      List.of(
          Set.of("segment.bytes", "min.cleanable.dirty.ratio", "max.compaction.lag.ms"),
          Set.of("delete.retention.ms"),
          Set.of("min.insync.replicas"));

  private final Topic topic;
  private final NewTopic whole;
  private final Set<String> given;
  private final Set<String> leftOut = new TreeSet<>();
  private int refusals;
  private String refusal = "";

  /**
   * Begins with all settings.
   *
   * @param whole the topic with all of them
   * @param given names of those that the installation itself has set
   */
  TopicCreation(Topic topic, NewTopic whole, Set<String> given) {
    this.topic = topic;
    this.whole = whole;
    this.given = given;
  }

  /** The topic with the settings that are asked for now. */
  NewTopic now() {
    Map<String, String> configs = new HashMap<>(whole.configs());
    configs.keySet().removeAll(leftOut);
    NewTopic reduced =
        new NewTopic(
            whole.name(),
            Optional.of(whole.numPartitions()).filter(n -> n > 0),
            Optional.of(whole.replicationFactor()).filter(n -> n > 0));
    return reduced.configs(configs);
  }

  /** Whether a cluster did not create a topic for its settings. */
  static boolean isForSettings(@Nullable Throwable why) {
    boolean isForReplicas = why instanceof InvalidReplicationFactorException; // which is one, too
    return !isForReplicas
        && (why instanceof PolicyViolationException
            || why instanceof InvalidConfigurationException
            || why instanceof InvalidRequestException);
  }

  /**
   * The cluster refused it for its settings.
   *
   * @return whether it is worth asking with fewer
   */
  boolean refused(Throwable why) {
    refusal = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    Set<String> named = new TreeSet<>();
    LESS.forEach(named::addAll);
    named.retainAll(whole.configs().keySet());
    named.removeAll(given);
    named.removeIf(name -> !refusal.contains(name));
    if (leftOut.addAll(named)) {
      return true; // it says which
    }
    while (refusals < LESS.size()) {
      Set<String> less = new TreeSet<>(LESS.get(refusals++));
      less.retainAll(whole.configs().keySet());
      less.removeAll(given);
      if (leftOut.addAll(less)) {
        return true;
      }
    }
    return false;
  }

  /** What was left out, by name. */
  Set<String> leftOut() {
    return leftOut;
  }

  /** What the cluster said last. */
  String refusal() {
    return refusal;
  }

  /** What to set, once nothing more can be left out. */
  String advice() {
    Map<String, String> sent = new TreeMap<>(now().configs());
    List<String> named = sent.keySet().stream().filter(refusal::contains).toList();
    String names =
        String.join(
            ", ",
            (named.isEmpty() ? List.copyOf(sent.keySet()) : named)
                .stream().map(name -> "topics." + topic.suffix() + "." + name).toList());
    return "%s; set what it takes, or leave it to the cluster with the value default: %s"
        .formatted(refusal, names);
  }
}
