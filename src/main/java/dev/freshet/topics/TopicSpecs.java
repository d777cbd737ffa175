package dev.freshet.topics;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The registry of topics: what {@code topology/topics.yaml} says, under one prefix and in one
 * profile.
 */
public final class TopicSpecs {

  /** Where the contract lies on the classpath. */
  public static final String RESOURCE = "/topology/topics.yaml";

  /** How careful a cluster is with data. */
  public enum Profile {
    /** A cluster of several brokers. */
    PRODUCTION,
    /** One broker, as the demo starts it. */
    DEMO
  }

  /**
   * What an installation decides for itself.
   *
   * @param profile where the figures come from that are not given here
   * @param partitions of the topics that are not single, from 1; null for the profile's
   * @param prefix before every topic's name
   * @param replication factor from 1, or -1 for the brokers' default; null for the profile's
   * @param configs Kafka's settings that are set instead of the contract's, or left out where they
   *     are empty
   */
  public record Settings(
      Profile profile,
      @Nullable Integer partitions,
      String prefix,
      @Nullable Integer replication,
      Map<Topic, Map<String, Optional<String>>> configs) {

    /** A cluster of several brokers, the default prefix. */
    public static Settings production() {
      return new Settings(Profile.PRODUCTION, null, Prefix.DEFAULT, null, Map.of());
    }

    /** One broker, the default prefix. */
    public static Settings demo() {
      return new Settings(Profile.DEMO, null, Prefix.DEFAULT, null, Map.of());
    }

    /** These settings, with another prefix. */
    public Settings withPrefix(String prefix) {
      return new Settings(profile, partitions, prefix, replication, configs);
    }

    /** These settings, with {@code partitions} for each topic that is not single. */
    public Settings withPartitions(int partitions) {
      return new Settings(profile, partitions, prefix, replication, configs);
    }

    /** These settings, with settings of Kafka that are set, or left out where they are empty. */
    public Settings withConfigs(Map<Topic, Map<String, Optional<String>>> configs) {
      return new Settings(profile, partitions, prefix, replication, configs);
    }

    /** These settings, with {@code replication} copies of each partition. */
    public Settings withReplication(int replication) {
      return new Settings(profile, partitions, prefix, replication, configs);
    }
  }

  /** The whole file. */
  record Document(
      @JsonProperty(required = true) Map<Profile, ProfileFigures> profiles,
      @JsonProperty(required = true) List<TopicSpec> topics) {}

  /** The figures of one profile. */
  record ProfileFigures(
      int replication,
      @JsonProperty("min.insync.replicas") int minInsyncReplicas,
      int partitions) {}

  private final Settings settings;
  private final ProfileFigures figures;
  private final Map<Topic, TopicSpec> specs;

  private TopicSpecs(Settings settings, ProfileFigures figures, Map<Topic, TopicSpec> specs) {
    this.settings = settings;
    this.figures = figures;
    this.specs = specs;
  }

  /**
   * Reads the contract that belongs to this build.
   *
   * @throws IllegalArgumentException if the settings are impossible; the message lists every
   *     problem
   */
  public static TopicSpecs load(Settings settings) {
    try (InputStream file = TopicSpecs.class.getResourceAsStream(RESOURCE)) {
      return read(Objects.requireNonNull(file, RESOURCE), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE + ": build the jar again", e);
    }
  }

  /**
   * Reads a contract.
   *
   * @throws IllegalArgumentException if the file or the settings are impossible; the message lists
   *     every problem
   */
  static TopicSpecs read(InputStream file, Settings settings) throws IOException {
    Document document;
    try {
      document =
          YAMLMapper.builder()
              .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
              .build()
              .readValue(file, Document.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("topics.yaml: " + e.getOriginalMessage(), e);
    }
    List<String> problems = TopicSpecsCheck.problems(document, settings);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("topics: " + String.join("; ", problems));
    }
    Map<Topic, TopicSpec> specs = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      for (TopicSpec spec : document.topics()) {
        if (spec.name().equals(topic.suffix())) {
          specs.put(topic, spec);
        }
      }
    }
    return new TopicSpecs(
        settings, Objects.requireNonNull(document.profiles().get(settings.profile())), specs);
  }

  /** What the contract says about {@code topic}. */
  public TopicSpec get(Topic topic) {
    return Objects.requireNonNull(specs.get(topic));
  }

  /** The full name of {@code topic}. */
  public String name(Topic topic) {
    return topic.name(settings.prefix());
  }

  /** The configured number of partitions: that of every fixed topic. */
  public int partitions() {
    return settings.partitions() == null ? figures.partitions() : settings.partitions();
  }

  /** The number of partitions {@code topic} is created with. */
  public int partitions(Topic topic) {
    return get(topic).partitions() == TopicSpec.Partitions.SINGLE ? 1 : partitions();
  }

  /** The replication factor topics are created with; -1 for the brokers' default. */
  public int replication() {
    return settings.replication() == null ? figures.replication() : settings.replication();
  }

  /** The settings of Kafka that {@code topic} is created with. */
  public Map<String, String> configs(Topic topic) {
    Map<String, String> configs = new TreeMap<>(get(topic).configs());
    if (replication() > 0) {
      int minInsync = Math.min(figures.minInsyncReplicas(), replication());
      configs.put("min.insync.replicas", Integer.toString(minInsync));
    }
    given(topic)
        .forEach(
            (name, value) ->
                value.ifPresentOrElse(v -> configs.put(name, v), () -> configs.remove(name)));
    return configs;
  }

  /** What the installation sets or leaves out itself. */
  Map<String, Optional<String>> given(Topic topic) {
    return settings.configs().getOrDefault(topic, Map.of());
  }
}
