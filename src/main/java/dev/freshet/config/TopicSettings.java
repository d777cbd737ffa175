package dev.freshet.config;

import dev.freshet.topics.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Settings of Kafka that topics are created with, {@code topics.NAME.CONFIG}: the name of a topic
 * without its prefix, or {@code all}. {@code default} leaves one out, so that the cluster decides.
 */
final class TopicSettings {

  static final String PREFIX = "topics.";

  /** Leaves a setting of Kafka out. */
  static final String LEFT_OUT = "default";

  private static final String ALL = "all";
  private static final String VARIABLES = "FRESHET_TOPICS_";

  private TopicSettings() {}

  /** A key taken apart: the topics that it speaks of, none if the name is unknown. */
  private record Key(String name, String config) {
    List<Topic> topics() {
      return Stream.of(Topic.values())
          .filter(topic -> name.equals(ALL) || topic.suffix().equals(name))
          .toList();
    }
  }

  /** Whether a key is of this kind: {@code topics.create} is not. */
  static boolean isOne(String key) {
    return key.matches("topics\\.[\\w-]+\\..+");
  }

  private static Key key(String key) {
    String rest = key.substring(PREFIX.length());
    int dot = rest.indexOf('.');
    return new Key(rest.substring(0, dot), rest.substring(dot + 1));
  }

  /** What is wrong with a pair, to follow "key = value (origin): ", if anything is. */
  static Optional<String> problem(String key, String value) {
    Key parts = key(key);
    if (parts.topics().isEmpty()) {
      return Optional.of(
          "there is no topic "
              + parts.name()
              + Spelling.nearest(parts.name(), names())
                  .map(meant -> "; did you mean " + meant + "?")
                  .orElse("; `freshet topics` lists them, `all` is every one"));
    }
    if (parts.config().equals("cleanup.policy")) {
      return Optional.of("cannot be set: Freshet depends on it and sets it itself");
    }
    return value.isEmpty()
        ? Optional.of("expected a value, or `default` for what the cluster has")
        : Optional.empty();
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(Stream.of(Topic.values()).map(Topic::suffix).toList());
    names.add(ALL);
    return names;
  }

  /** The key that a variable sets: the longest name that fits, for one may begin another. */
  static Optional<String> ofVariable(String variable) {
    if (!variable.startsWith(VARIABLES)) {
      return Optional.empty();
    }
    String rest = variable.substring(VARIABLES.length()).toLowerCase(Locale.ROOT);
    return names().stream()
        .filter(name -> rest.startsWith(name.replace('-', '_') + "_"))
        .max(Comparator.comparingInt(String::length))
        .map(name -> PREFIX + name + "." + rest.substring(name.length() + 1).replace('_', '.'));
  }

  /** What was given, by topic; an empty value leaves a setting out. One topic's wins over all. */
  static Map<Topic, Map<String, Optional<String>>> read(SettingValues values) {
    Map<Topic, Map<String, Optional<String>>> read = new EnumMap<>(Topic.class);
    add(values, read, true);
    add(values, read, false);
    return read;
  }

  private static void add(
      SettingValues values, Map<Topic, Map<String, Optional<String>>> read, boolean isOfAll) {
    values
        .given()
        .forEach(
            (name, given) -> {
              if (isOne(name) && key(name).name().equals(ALL) == isOfAll) {
                boolean isLeftOut = given.text().equals(LEFT_OUT);
                Optional<String> value = isLeftOut ? Optional.empty() : Optional.of(given.text());
                for (Topic topic : key(name).topics()) {
                  read.computeIfAbsent(topic, t -> new TreeMap<>()).put(key(name).config(), value);
                }
              }
            });
  }
}
