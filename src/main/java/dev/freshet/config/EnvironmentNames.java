package dev.freshet.config;

import dev.freshet.topics.KafkaSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which environment variable sets what. */
final class EnvironmentNames {
  static final String PREFIX = "FRESHET_";
  private static final String KAFKA = PREFIX + "KAFKA_";

  /** Read by the launcher and by options, not as settings. */
  private static final Set<String> OTHERS =
      Set.of("FRESHET_HOME", "FRESHET_JAVA_OPTS", "FRESHET_CONFIG");

  /**
   * What Kubernetes tells every container of a namespace about a service called freshet, or
   * freshet-kafka.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "FRESHET(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_\\w+)?)?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://[^\\s/]+:\\d+");

  private EnvironmentNames() {}

  /** The key that a variable sets, if it sets one. */
  static Optional<String> key(String variable) {
    Optional<String> own =
        FreshetSettings.all().stream()
            .filter(setting -> setting.environmentVariable().equals(variable))
            .<String>map(Setting::key)
            .findFirst();
    if (own.isEmpty()) {
      own = EventSettings.key(variable);
    }
    if (own.isEmpty()) {
      own = TopicSettings.ofVariable(variable);
    }
    if (own.isPresent() || !variable.startsWith(KAFKA) || isForOthers(variable)) {
      return own;
    }
    String name = variable.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    return Optional.of(KafkaSettings.PREFIX + name);
  }

  /** Whether a variable that sets nothing is there for another reason than a slip of the pen. */
  static boolean isForOthers(String variable) {
    return OTHERS.contains(variable) || SERVICE_LINK.matcher(variable).matches();
  }

  /**
   * Whether a value is the address of a Kubernetes Service, such as {@code tcp://10.0.0.1:8080}.
   */
  static boolean isServiceLink(String value) {
    return SERVICE_ADDRESS.matcher(value).matches();
  }

  /** The variable that was probably meant, as the end of a sentence. */
  static String meant(String variable) {
    List<String> names =
        FreshetSettings.all().stream().<String>map(Setting::environmentVariable).toList();
    return Spelling.nearest(variable, names)
        .map(meant -> "; did you mean " + meant + "?")
        .orElse("; `freshet settings` lists what can be set");
  }
}
