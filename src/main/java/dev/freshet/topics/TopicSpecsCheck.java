package dev.freshet.topics;

import dev.freshet.topics.TopicSpecs.Document;
import dev.freshet.topics.TopicSpecs.Profile;
import dev.freshet.topics.TopicSpecs.ProfileFigures;
import dev.freshet.topics.TopicSpecs.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a contract and with an installation's settings for it. */
final class TopicSpecsCheck {

  /** What the reason headers of a rejected record may add to it, in bytes. */
  static final long HEADER_ROOM = 64 * 1024;

  static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  private static final Set<String> POLICIES = Set.of("compact", "delete");

  private final List<String> problems = new ArrayList<>();

  private TopicSpecsCheck() {}

  static List<String> problems(Document document, Settings settings) {
    TopicSpecsCheck check = new TopicSpecsCheck();
    check.settings(settings);
    check.profiles(document);
    Map<String, TopicSpec> byName = check.names(document);
    document.topics().forEach(check::topic);
    document.topics().forEach(spec -> check.given(spec, settings));
    check.roomForHeaders(byName);
    return check.problems;
  }

  private void settings(Settings settings) {
    if (!Prefix.isValid(settings.prefix())) {
      problems.add("prefix '%s' must be at most %s".formatted(settings.prefix(), Prefix.ALLOWED));
    }
    Integer partitions = settings.partitions();
    if (partitions != null && partitions < 1) {
      problems.add("partitions is %d and must be at least 1".formatted(partitions));
    }
    Integer replication = settings.replication();
    if (replication != null
        && (replication != -1 && (replication < 1 || replication > Short.MAX_VALUE))) {
      problems.add(
          "replication is %d and must be at least 1, or -1 for the brokers' default"
              .formatted(replication));
    }
  }

  private void profiles(Document document) {
    for (Profile profile : Profile.values()) {
      ProfileFigures figures = document.profiles().get(profile);
      if (figures == null) {
        problems.add("profile " + profile + " is missing");
      } else if (figures.partitions() < 1
          || figures.minInsyncReplicas() < 1
          || figures.minInsyncReplicas() > figures.replication()) {
        problems.add("profile " + profile + " needs partitions and 1 <= min.insync <= replication");
      }
    }
  }

  private Map<String, TopicSpec> names(Document document) {
    Set<String> known =
        Arrays.stream(Topic.values()).map(Topic::suffix).collect(Collectors.toSet());
    Map<String, TopicSpec> byName = new HashMap<>();
    for (TopicSpec spec : document.topics()) {
      if (!known.remove(spec.name())) {
        problems.add("topic " + spec.name() + " is unknown or listed twice");
      }
      byName.put(spec.name(), spec);
    }
    known.stream().sorted().forEach(name -> problems.add("topic " + name + " is missing"));
    return byName;
  }

  private void topic(TopicSpec spec) {
    if (!POLICIES.contains(spec.cleanupPolicy())) {
      problems.add(spec.name() + " needs a cleanup.policy, compact or delete");
    }
    boolean changelog = spec.kind() == TopicSpec.TopicKind.CHANGELOG;
    if (changelog
        && !(spec.cleanupPolicy().equals("compact")
            && spec.partitions() == TopicSpec.Partitions.FIXED)) {
      problems.add(spec.name() + " is a changelog and must be compact and fixed");
    }
    if (spec.writers().isEmpty() || spec.readers().isEmpty()) {
      problems.add(spec.name() + " needs writers and readers");
    }
    spec.minimum()
        .forEach(
            (config, minimum) -> {
              String value = spec.configs().get(config);
              if (value == null || !reaches(Long.parseLong(value), minimum)) {
                problems.add(spec.name() + " is created below its own minimum of " + config);
              }
            });
  }

  /** What the installation sets must not be below what Freshet relies on. */
  private void given(TopicSpec spec, Settings settings) {
    Topic topic =
        Arrays.stream(Topic.values())
            .filter(one -> one.suffix().equals(spec.name()))
            .findFirst()
            .orElse(null);
    if (topic == null) {
      return; // said already
    }
    settings
        .configs()
        .getOrDefault(topic, Map.of())
        .forEach((config, value) -> given(spec, config, value.orElse(null)));
  }

  private void given(TopicSpec spec, String config, @Nullable String value) {
    Long minimum = spec.minimum().get(config);
    if (minimum != null && value != null && !(isNumber(value) && reaches(value, minimum))) {
      problems.add(
          "topics.%s.%s is %s and must be %s"
              .formatted(
                  spec.name(),
                  config,
                  value,
                  minimum == -1 ? "-1, which is unlimited" : "at least " + minimum));
    }
  }

  private static boolean isNumber(String value) {
    return value.matches("-?\\d{1,18}");
  }

  private static boolean reaches(String value, long minimum) {
    return reaches(Long.parseLong(value), minimum);
  }

  private void roomForHeaders(Map<String, TopicSpec> byName) {
    TopicSpec rejected = byName.get(Topic.RATINGS_REJECTED.suffix());
    for (Topic input : List.of(Topic.RATINGS, Topic.MOVIES)) {
      TopicSpec spec = byName.get(input.suffix());
      if (spec != null && rejected != null && maxBytes(rejected) < maxBytes(spec) + HEADER_ROOM) {
        problems.add(
            "%s needs a %s of %d: that of %s and 64 KiB"
                .formatted(
                    rejected.name(), MAX_MESSAGE_BYTES, maxBytes(spec) + HEADER_ROOM, spec.name()));
      }
    }
  }

  private static long maxBytes(TopicSpec spec) {
    return Long.parseLong(spec.configs().getOrDefault(MAX_MESSAGE_BYTES, "0"));
  }

  /** Whether {@code value} is at least {@code minimum}, where -1 is more than any number. */
  static boolean reaches(long value, long minimum) {
    return value == -1 || (minimum != -1 && value >= minimum);
  }
}
