package dev.freshet.config;

import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.SaslConfigs;

/** What is wrong with a value of {@code sasl.jaas.config}, told without any part of it. */
final class JaasLine {

  private static final String RIGHT =
      "; write MODULE required username=\"...\" password=\"...\"; with the semicolon";

  /** Names a file with logins: what is in there is not known. */
  private static final String JAAS_FILE = "java.security.auth.login.config";

  private JaasLine() {}

  /** To follow "key = (hidden): ", if anything is wrong. */
  static Optional<String> problem(String line) {
    String text = line.strip();
    boolean isQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && isQuoted) {
        i++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      }
    }
    if (isQuoted) {
      return Optional.of("a quote is not closed" + RIGHT);
    }
    boolean isOfAModule =
        text.matches("(?s)[\\w.$]+\\s+(?i:required|requisite|sufficient|optional)\\b.*");
    return isOfAModule && !text.endsWith(";")
        ? Optional.of("the semicolon at its end is missing" + RIGHT)
        : Optional.empty(); // what else is wrong, the client says
  }

  /**
   * What is missing where clients are to log in with tokens of OAuth: Kafka's own login module gets
   * none unless it is told who fetches them.
   *
   * @param value of a setting of Kafka's, by its name; empty if it was not given
   */
  static Optional<String> missingHandler(Function<String, Optional<String>> value) {
    boolean isOfKafka =
        value
            .apply(SaslConfigs.SASL_JAAS_CONFIG)
            .map(line -> line.contains("OAuthBearerLoginModule") && !line.contains("unsecured"))
            .orElse(System.getProperty(JAAS_FILE) == null);
    return value.apply(SaslConfigs.SASL_MECHANISM).filter("OAUTHBEARER"::equals).isPresent()
            && isOfKafka
            && value.apply(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS).isEmpty()
        ? Optional.of(
            "kafka.sasl.mechanism = OAUTHBEARER: nobody fetches a token; set"
                + " kafka.sasl.login.callback.handler.class, such as"
                + " org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler")
        : Optional.empty();
  }
}
