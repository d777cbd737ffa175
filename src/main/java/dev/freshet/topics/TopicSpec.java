package dev.freshet.topics;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code topology/topics.yaml} says about one topic.
 *
 * @param name after the prefix, see {@link Topic#suffix}
 * @param kind whether Kafka Streams regards it as its own
 * @param audience who may rely on its contents
 * @param purpose one sentence for people
 * @param key what a record's key holds
 * @param value what a record's value holds
 * @param writers who writes it
 * @param readers who reads it
 * @param partitions how many it may have
 * @param configs topic settings of Kafka that it is created with
 * @param minimum topic settings of Kafka that an existing topic must reach; -1 is unlimited
 */
public record TopicSpec(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) TopicKind kind,
    @JsonProperty(required = true) Audience audience,
    @JsonProperty(required = true) String purpose,
    @JsonProperty(required = true) RecordPart key,
    @JsonProperty(required = true) RecordPart value,
    @JsonProperty(required = true) List<String> writers,
    @JsonProperty(required = true) List<String> readers,
    @JsonProperty(required = true) Partitions partitions,
    @JsonProperty(required = true) Map<String, String> configs,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, Long> minimum) {

  /** Copies the collections; the file may leave out the minimum. */
  public TopicSpec {
    writers = List.copyOf(writers);
    readers = List.copyOf(readers);
    configs = Map.copyOf(configs);
    minimum = Map.copyOf(minimum);
  }

  /** Whether Kafka Streams regards the topic as its own. */
  public enum TopicKind {
    /** Read and written by name. */
    @JsonProperty("topic")
    TOPIC,
    /** The log of a state store. */
    @JsonProperty("changelog")
    CHANGELOG
  }

  /** Who may rely on a topic's contents. */
  public enum Audience {
    /** Anyone: documented with a schema. */
    @JsonProperty("public")
    PUBLIC,
    /** Only Freshet may rely on them. */
    @JsonProperty("internal")
    INTERNAL
  }

  /** How many partitions a topic may have. */
  public enum Partitions {
    /** Exactly the configured number of partitions. */
    @JsonProperty("fixed")
    FIXED,
    /** Created with the configured number; any number is accepted. */
    @JsonProperty("free")
    FREE,
    /** Exactly one partition. */
    @JsonProperty("single")
    SINGLE
  }

  /**
   * The key or the value of a record.
   *
   * @param holds what it means, for people
   * @param encoding utf-8, json, binary or any
   * @param schema file beside topics.yaml, null where there is none
   */
  public record RecordPart(
      @JsonProperty(required = true) String holds,
      @JsonProperty(required = true) String encoding,
      @Nullable String schema) {}

  /** The {@code cleanup.policy} it is created with. */
  public String cleanupPolicy() {
    return configs.getOrDefault("cleanup.policy", "");
  }
}
