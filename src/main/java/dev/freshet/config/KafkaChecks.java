package dev.freshet.config;

import static java.util.Map.entry;

import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.KafkaSettings.Group;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Looks at settings that pass through to Kafka before Kafka does, so that their problems are
 * reported with all others. Names that Kafka does not know are let through: login modules,
 * interceptors and the like have their own.
 */
final class KafkaChecks {
  private static final String FIXED = "Freshet depends on it and sets it itself";

  /**
   * The longest interval at which stores of partitions that moved elsewhere may be looked for. Such
   * a store can be twice as old as the interval. That must stay below half a day: changelogs keep
   * tombstones for a day at least.
   */
  private static final Duration LONGEST_CLEANUP_DELAY = Duration.ofHours(5);

  /** Kafka's name of what Freshet sets itself, and what to do instead. */
  private static final Map<String, String> OWNED =
      Map.ofEntries(
          entry("bootstrap.servers", "set bootstrap.servers instead"),
          entry("application.id", "set prefix instead"),
          entry("group.id", "set prefix instead"),
          entry("transactional.id", "set prefix instead"),
          entry("state.dir", "set state.dir instead"),
          entry("num.stream.threads", "set threads.users and threads.movies instead"),
          entry("processing.guarantee", "set processing.guarantee instead"),
          entry("commit.interval.ms", "set commit.interval instead"),
          entry("num.standby.replicas", "set standby.replicas instead"),
          entry("replication.factor", "set replication.factor instead"),
          entry("statestore.cache.max.bytes", "set cache.memory instead"),
          entry("cache.max.bytes.buffering", "set cache.memory instead"),
          entry("rocksdb.config.setter", "set rocksdb.memory instead"),
          entry("default.timestamp.extractor", FIXED),
          entry("ensure.explicit.internal.resource.naming", FIXED),
          entry("isolation.level", FIXED),
          entry("enable.auto.commit", FIXED),
          entry("auto.offset.reset", FIXED),
          entry("enable.idempotence", FIXED),
          entry("acks", FIXED),
          entry("key.serializer", FIXED),
          entry("value.serializer", FIXED),
          entry("key.deserializer", FIXED),
          entry("value.deserializer", FIXED));

  private static final String STREAMS_PROTOCOL =
      "not supported: the staleness bound lives in the consumer that Freshet gives Kafka Streams,"
          + " and with this protocol Kafka Streams makes its consumer itself; leave it at classic";

  /** In names that Kafka does not know: those of login modules, registries and interceptors. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)passw|passphrase|pwd|secret|token|credential|user\\.?info|(api|access|private)[._-]?key"
              + "|jaas|assertion|signature|(^|[._-])(auth|key|pem|pin)$");

  /** Clients inside Kafka Streams, as prefixes of their settings. */
  private static final List<String> INNER =
      List.of(
          "main.consumer.",
          "restore.consumer.",
          "global.consumer.",
          "consumer.",
          "producer.",
          "admin.");

  private KafkaChecks() {}

  /** What is wrong with a pair, to follow "key = value (origin): ", if anything is. */
  static Optional<String> problem(String key, String value) {
    Group group = Group.of(key);
    String name = group.name(key);
    String instead = OWNED.get(innermost(name));
    if (instead != null) {
      return Optional.of("cannot be set through Kafka: " + instead);
    }
    if (isStreamsProtocol(innermost(name), value)) {
      return Optional.of(STREAMS_PROTOCOL);
    }
    if (innermost(name).endsWith(SaslConfigs.SASL_JAAS_CONFIG)) {
      return JaasLine.problem(value);
    }
    List<ConfigDef> definitions = definitions(group);
    for (ConfigDef definition : definitions) {
      if (definition.configKeys().containsKey(name)) {
        return refusal(definition, name, value);
      }
    }
    TreeSet<String> known = new TreeSet<>();
    definitions.forEach(definition -> known.addAll(definition.names()));
    return Spelling.nearest(name, known, 2)
        .map(meant -> "not a setting of Kafka; did you mean " + withName(key, name, meant) + "?");
  }

  /** Kafka trims the value and takes it in any case. */
  private static boolean isStreamsProtocol(String name, String value) {
    return name.equals(StreamsConfig.GROUP_PROTOCOL_CONFIG)
        && value.trim().equalsIgnoreCase(GroupProtocol.STREAMS.name);
  }

  /** Whether nobody but the process should see the value. */
  static boolean isSecret(String key) {
    Group group = Group.of(key);
    String name = innermost(group.name(key));
    List<ConfigDef.ConfigKey> known =
        definitions(Group.COMMON).stream()
            .flatMap(definition -> Stream.ofNullable(definition.configKeys().get(name)))
            .toList();
    return known.isEmpty()
        ? SECRET.matcher(name).find() || meantIsSecret(name)
        : known.stream().anyMatch(each -> each.type() == ConfigDef.Type.PASSWORD)
            || name.contains("password")
            || name.contains("secret");
  }

  /** A slip of the pen is quoted where it is refused: what is behind it is no less secret. */
  private static boolean meantIsSecret(String name) {
    return definitions(Group.COMMON).stream()
        .flatMap(definition -> Spelling.nearest(name, definition.names(), 2).stream())
        .anyMatch(KafkaChecks::isKnownSecret);
  }

  private static boolean isKnownSecret(String name) {
    return isSecret(KafkaSettings.PREFIX + name);
  }

  private static Optional<String> refusal(ConfigDef definition, String name, String value) {
    ConfigValue checked = definition.validateAll(Map.of(name, value)).get(name);
    if (checked == null || !checked.errorMessages().isEmpty()) {
      return checked == null ? Optional.empty() : checked.errorMessages().stream().findFirst();
    }
    boolean isTooLong =
        name.equals(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG)
            && checked.value() instanceof Long millis
            && millis > LONGEST_CLEANUP_DELAY.toMillis();
    return isTooLong
        ? Optional.of(
            "at most %d: what was deleted meanwhile would come back with older stores"
                .formatted(LONGEST_CLEANUP_DELAY.toMillis()))
        : Optional.empty();
  }

  private static String withName(String key, String name, String meant) {
    return key.substring(0, key.length() - name.length()) + meant;
  }

  private static String innermost(String name) {
    for (String prefix : INNER) {
      if (name.startsWith(prefix)) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }

  private static List<ConfigDef> definitions(Group group) {
    return switch (group) {
      case PRODUCER -> List.of(ProducerConfig.configDef());
      case CONSUMER -> List.of(ConsumerConfig.configDef());
      case ADMIN -> List.of(AdminClientConfig.configDef());
      case STREAMS -> List.of(StreamsConfig.configDef());
      case COMMON ->
          List.of(
              AdminClientConfig.configDef(),
              ProducerConfig.configDef(),
              ConsumerConfig.configDef(),
              StreamsConfig.configDef());
    };
  }
}
