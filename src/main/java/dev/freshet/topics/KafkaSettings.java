package dev.freshet.topics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What passes through to Kafka's clients, by the names Kafka gives it.
 *
 * @param bootstrapServers null where nothing needs it
 * @param groups settings of each group of clients, by name; a group may be missing
 */
public record KafkaSettings(
    @Nullable String bootstrapServers, Map<Group, Map<String, String>> groups) {

  /** Nothing, not even a cluster. */
  public static final KafkaSettings NONE = new KafkaSettings(null, Map.of());

  /** What the keys of these settings start with. */
  public static final String PREFIX = "kafka.";

  /** The group of clients that a key speaks of. */
  public enum Group {
    /** {@code kafka.producer.*}. */
    PRODUCER("producer."),
    /** {@code kafka.consumer.*}. */
    CONSUMER("consumer."),
    /** {@code kafka.admin.*}. */
    ADMIN("admin."),
    /** {@code kafka.streams.*}. */
    STREAMS("streams."),
    /** {@code kafka.*}: every client. */
    COMMON("");

    private final String prefix;

    Group(String prefix) {
      this.prefix = prefix;
    }

    /** The group of a key such as {@code kafka.producer.linger.ms}. */
    public static Group of(String key) {
      String rest = key.substring(PREFIX.length());
      for (Group group : values()) {
        if (rest.startsWith(group.prefix)) {
          return group;
        }
      }
      throw new IllegalStateException("COMMON takes every key: " + key);
    }

    /** Kafka's name of a key of this group. */
    public String name(String key) {
      return key.substring(PREFIX.length() + prefix.length());
    }
  }

  /** Copies the maps. */
  public KafkaSettings {
    Map<Group, Map<String, String>> copy = new EnumMap<>(Group.class);
    groups.forEach((group, settings) -> copy.put(group, Map.copyOf(settings)));
    groups = Collections.unmodifiableMap(copy);
  }

  /** A cluster, and nothing else. */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, Map.of());
  }

  /** These settings for another cluster, such as an embedded broker. */
  public KafkaSettings withBootstrapServers(String servers) {
    return new KafkaSettings(servers, groups);
  }

  /** For a producer; the caller adds serializers and what it depends on. Mutable, a fresh copy. */
  public Map<String, Object> producerConfig() {
    return with(Group.PRODUCER);
  }

  /** For a consumer; the caller adds deserializers and what it depends on. A fresh copy. */
  public Map<String, Object> consumerConfig() {
    return with(Group.CONSUMER);
  }

  /** For an admin client. A fresh copy. */
  public Map<String, Object> adminConfig() {
    return with(Group.ADMIN);
  }

  /**
   * For a Kafka Streams application: the settings of producers, consumers and admin clients hold
   * for those inside it too, {@code kafka.streams.*} is the last word. The caller adds application
   * id and what it depends on. A fresh copy.
   */
  public Map<String, String> streamsConfig() {
    Map<String, String> config = texts(Map.of());
    for (Group group : List.of(Group.PRODUCER, Group.CONSUMER, Group.ADMIN)) {
      of(group).forEach((name, value) -> config.put(group.prefix + name, value));
    }
    config.putAll(of(Group.STREAMS));
    return config;
  }

  private Map<String, String> of(Group group) {
    return groups.getOrDefault(group, Map.of());
  }

  private Map<String, Object> with(Group own) {
    return new HashMap<>(texts(of(own)));
  }

  private Map<String, String> texts(Map<String, String> own) {
    Map<String, String> config = new HashMap<>(of(Group.COMMON));
    config.putAll(own);
    if (bootstrapServers != null) {
      config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }
    return config;
  }
}
