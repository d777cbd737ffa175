package dev.freshet.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps the warnings of Kafka's clients off the screen while a command waits for an answer, and
 * remembers the newest: a client says what is wrong in its log alone, its caller learns only that
 * time ran out.
 */
public final class ClientComplaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final String CLIENTS = "org.apache.kafka.clients";

  private final @Nullable Logger logger;
  private final @Nullable Level usual;
  private final boolean isShown;
  private volatile @Nullable String newest;

  /** What a client complained of before a failure: suppressed in the exception that tells it. */
  public static final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complaint(String words) {
      super(words, null, false, false);
    }
  }

  /** Listens from now on. */
  public ClientComplaints() {
    logger =
        LoggerFactory.getILoggerFactory() instanceof LoggerContext context
            ? context.getLogger(CLIENTS)
            : null;
    isShown = logger == null || logger.isInfoEnabled();
    usual = logger == null ? null : logger.getLevel();
    if (logger != null) {
      setContext(logger.getLoggerContext());
      start();
      logger.addAppender(this);
      if (!isShown) {
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
      }
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      IThrowableProxy cause = event.getThrowableProxy();
      String words = withoutClient(event.getFormattedMessage());
      newest = cause == null ? words : words + ": " + name(cause) + ": " + cause.getMessage();
    }
  }

  /** The client's own name stands in brackets before what it says. */
  private static String withoutClient(String message) {
    return message.lines().findFirst().orElse("").replaceFirst("^\\[[^]]*] ", "");
  }

  private static String name(IThrowableProxy cause) {
    String name = cause.getClassName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The newest complaint. */
  public Optional<String> newest() {
    return Optional.ofNullable(newest);
  }

  /** Adds the newest complaint to what is about to be thrown. */
  public void addTo(Throwable failure) {
    newest().ifPresent(words -> failure.addSuppressed(new Complaint(words)));
  }

  /** Stops to listen. */
  @Override
  public void close() {
    if (logger != null) {
      logger.detachAppender(this);
      stop();
      if (!isShown) {
        logger.setAdditive(true);
        logger.setLevel(usual);
      }
    }
  }
}
