package dev.freshet.config;

import dev.freshet.config.SettingValues.Given;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What passes through to Kafka's clients, by the names Kafka gives it.
 *
 * @param bootstrapServers null where nothing needs it
 * @param common {@code kafka.*}: for every client
 * @param producer {@code kafka.producer.*}
 * @param consumer {@code kafka.consumer.*}
 * @param admin {@code kafka.admin.*}
 * @param streams {@code kafka.streams.*}
 */
public record KafkaSettings(
    @Nullable String bootstrapServers,
    Map<String, String> common,
    Map<String, String> producer,
    Map<String, String> consumer,
    Map<String, String> admin,
    Map<String, String> streams) {

  /** What the keys of these settings start with. */
  public static final String PREFIX = "kafka.";

  /** The group of clients that a key speaks of. */
  enum Group {
    PRODUCER("producer."),
    CONSUMER("consumer."),
    ADMIN("admin."),
    STREAMS("streams."),
    COMMON("");

    private final String prefix;

    Group(String prefix) {
      this.prefix = prefix;
    }

    /** The group of a key such as {@code kafka.producer.linger.ms}. */
    static Group of(String key) {
      String rest = key.substring(PREFIX.length());
      for (Group group : values()) {
        if (rest.startsWith(group.prefix)) {
          return group;
        }
      }
      throw new IllegalStateException("COMMON takes every key: " + key);
    }

    /** Kafka's name of a key of this group. */
    String name(String key) {
      return key.substring(PREFIX.length() + prefix.length());
    }
  }

  /** Copies the maps. */
  public KafkaSettings {
    common = Map.copyOf(common);
    producer = Map.copyOf(producer);
    consumer = Map.copyOf(consumer);
    admin = Map.copyOf(admin);
    streams = Map.copyOf(streams);
  }

  static KafkaSettings from(SettingValues values) {
    Optional<String> servers = values.find(FreshetSettings.BOOTSTRAP_SERVERS);
    return new KafkaSettings(
        servers.orElse(null),
        group(Group.COMMON, values),
        group(Group.PRODUCER, values),
        group(Group.CONSUMER, values),
        group(Group.ADMIN, values),
        group(Group.STREAMS, values));
  }

  private static Map<String, String> group(Group group, SettingValues values) {
    Map<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, Given> e : values.given().entrySet()) {
      String key = e.getKey();
      if (key.startsWith(PREFIX) && Group.of(key) == group) {
        settings.put(group.name(key), e.getValue().text());
      }
    }
    return settings;
  }

  /** These settings for another cluster, such as an embedded broker. */
  public KafkaSettings withBootstrapServers(String servers) {
    return new KafkaSettings(servers, common, producer, consumer, admin, streams);
  }

  /** For a producer; the caller adds serializers and what it depends on. Mutable, a fresh copy. */
  public Map<String, Object> producerConfig() {
    return with(producer);
  }

  /** For a consumer; the caller adds deserializers and what it depends on. A fresh copy. */
  public Map<String, Object> consumerConfig() {
    return with(consumer);
  }

  /** For an admin client. A fresh copy. */
  public Map<String, Object> adminConfig() {
    return with(admin);
  }

  /**
   * For a Kafka Streams application: the settings of producers, consumers and admin clients hold
   * for those inside it too, {@code kafka.streams.*} is the last word. The caller adds application
   * id and what it depends on. A fresh copy.
   */
  public Map<String, String> streamsConfig() {
    Map<String, String> config = texts(Map.of());
    producer.forEach((name, value) -> config.put(Group.PRODUCER.prefix + name, value));
    consumer.forEach((name, value) -> config.put(Group.CONSUMER.prefix + name, value));
    admin.forEach((name, value) -> config.put(Group.ADMIN.prefix + name, value));
    config.putAll(streams);
    return config;
  }

  private Map<String, Object> with(Map<String, String> own) {
    return new HashMap<>(texts(own));
  }

  private Map<String, String> texts(Map<String, String> own) {
    Map<String, String> config = new HashMap<>(common);
    config.putAll(own);
    if (bootstrapServers != null) {
      config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }
    return config;
  }
}
