package dev.freshet.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Changes what {@code logback.xml} says for as long as this process runs. */
final class LogLevels {

  private LogLevels() {}

  /** Freshet says all, Kafka what it does. */
  static void verbose() {
    set("dev.freshet", Level.DEBUG);
    set("org.apache.kafka", Level.INFO);
  }

  /** For commands that say themselves that a broker cannot be reached. */
  static void quietClients() {
    if (!LoggerFactory.getLogger("org.apache.kafka.clients").isInfoEnabled()) {
      set("org.apache.kafka.clients", Level.OFF);
    }
  }

  private static void set(String logger, Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(logger).setLevel(level);
    }
  }
}
