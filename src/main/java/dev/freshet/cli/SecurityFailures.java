package dev.freshet.cli;

import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** What is wrong with keys and logins, in sentences that name the setting. */
final class SecurityFailures {

  private SecurityFailures() {}

  /** A sentence for a failure that is known; null for any other. */
  static @Nullable String message(Throwable e) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof KafkaException && said.startsWith("Failed to load SSL keystore")) {
      return "cannot open the key or trust store "
          + said.replaceFirst("Failed to load SSL keystore ", "")
          + ": "
          + causeOfStore(e)
          + "; check kafka.ssl.truststore.* and kafka.ssl.keystore.* (location, password, type)";
    }
    if (said.contains("java.security.auth.login.config")) {
      return "no login is given: set kafka.sasl.jaas.config, or kafka.security.protocol to one"
          + " without SASL";
    }
    if (e instanceof IllegalArgumentException && said.contains("JAAS config")) {
      return "kafka.sasl.jaas.config is not a JAAS line" // what is wrong may quote a password
          + "; write MODULE required username=\"...\" password=\"...\"; with the semicolon";
    }
    if (e instanceof LoginException) {
      return "cannot log in: "
          + said
          + "; check kafka.sasl.mechanism, kafka.sasl.jaas.config and, with OAUTHBEARER,"
          + " kafka.sasl.login.callback.handler.class";
    }
    return null;
  }

  /** Java tells of a wrong password in other words than of a broken file, and not in the end. */
  private static String causeOfStore(Throwable e) {
    boolean isPassword =
        Stream.iterate(e, why -> why != null, Throwable::getCause)
            .map(why -> String.valueOf(why.getMessage()))
            .anyMatch(said -> said.contains("password was incorrect"));
    return isPassword ? "the password is wrong" : String.valueOf(NoAnswer.root(e).getMessage());
  }
}
