package dev.freshet.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Changes what {@code logback.xml} says for as long as this process runs. */
public final class LogLevels {

  private static final String CLIENTS = "org.apache.kafka.clients";

  private LogLevels() {}

  /** Freshet says all, Kafka what it does. */
  public static void verbose() {
    set("dev.freshet", Level.DEBUG);
    set("org.apache.kafka", Level.INFO);
  }

  /**
   * Runs something that says itself that a broker cannot be reached, without the warnings of
   * Kafka's clients beside it, unless they were asked for. A failure carries the newest of them as
   * a suppressed {@link ClientComplaints.Complaint}.
   */
  public static <T extends @Nullable Object> T withQuietClients(Supplier<T> action) {
    try (ClientComplaints heard = new ClientComplaints()) {
      try {
        return action.get();
      } catch (RuntimeException e) {
        heard.addTo(e);
        throw e;
      }
    }
  }

  /**
   * Quietens Kafka for commands that bring their own broker and end with it, unless all was asked
   * for. This leaves out what Kafka says when a busy broker is a moment late: a transaction is
   * still ending, and the client tries again. It leaves out advice for installations that stay,
   * too.
   */
  public static void ownBroker() {
    if (!LoggerFactory.getLogger(CLIENTS).isInfoEnabled()) {
      set("org.apache.kafka.clients.producer.internals.Sender", Level.ERROR);
      set("kafka.server.ReplicaManager", Level.OFF);
      // Why it does not start is in the exception, in one line.
      set("kafka.network.DataPlaneAcceptor", Level.OFF);
      set("kafka.server.BrokerServer", Level.OFF);
      set("kafka.server.DefaultAutoTopicCreationManager", Level.ERROR);
      set("org.apache.kafka.streams.StreamsConfig", Level.ERROR);
      set("org.apache.kafka.streams.processor.internals.StateDirectory", Level.ERROR);
    }
  }

  private static void set(String logger, @Nullable Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(logger).setLevel(level);
    }
  }
}
