package dev.freshet.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.freshet.stream.BrokerWatch;
import dev.freshet.stream.LostProgressException;
import dev.freshet.stream.ThreadFailures;
import dev.freshet.wire.NewerFormatException;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps some failures out of the log: those that the process explains in a line of its own, because
 * they end it or because a broker is away. Kafka writes them several times, with stack traces.
 * {@code logback.xml} names this filter.
 */
public final class ExplainedFailures extends Filter<ILoggingEvent> {

  private static final Set<String> EXPLAINED =
      Set.of(NewerFormatException.class.getName(), LostProgressException.class.getName());

  /** Says INFO where somebody asked for all, with {@code --verbose}. */
  private static final String CLIENTS = "org.apache.kafka.clients";

  /** Of Kafka Streams to whoever programs it, at each failure: a user can set no such thing. */
  private static final String ADVICE = "Processing exception handler is set to fail";

  /** Of Kafka Streams, just before it throws what tells the same. */
  private static final String LOCKED = "state directory is already locked by another process";

  /**
   * Says with a stack trace that a store is not there, just before it throws what tells the same.
   */
  private static final String STORES =
      "org.apache.kafka.common.security.ssl.DefaultSslEngineFactory";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (event.getLoggerName().startsWith(STORES)) {
      return FilterReply.DENY;
    }
    String said = event.getFormattedMessage();
    if (said.contains(ADVICE) || said.contains(LOCKED)) {
      return FilterReply.DENY;
    }
    boolean isAllAskedFor = LoggerFactory.getLogger(CLIENTS).isInfoEnabled();
    if (!isAllAskedFor && BrokerWatch.isAnyAwayOrJustBack() && isOfAnOutage(event)) {
      return FilterReply.DENY;
    }
    @Nullable IThrowableProxy cause = event.getThrowableProxy();
    while (cause != null) {
      if (EXPLAINED.contains(cause.getClassName())) {
        return FilterReply.DENY;
      }
      cause = cause.getCause();
    }
    return FilterReply.NEUTRAL;
  }

  /** Whether Kafka tells, in one of its many ways, that a broker does not answer. */
  private static boolean isOfAnOutage(ILoggingEvent event) {
    String logger = event.getLoggerName();
    if (!logger.startsWith("org.apache.kafka.")) {
      return false;
    }
    if (logger.startsWith("org.apache.kafka.clients.") && event.getThrowableProxy() == null) {
      return true;
    }
    if (event.getThrowableProxy() instanceof ThrowableProxy thrown
        && ThreadFailures.isOfAnOutage(thrown.getThrowable())) {
      return true;
    }
    return event.getFormattedMessage().contains(TimeoutException.class.getName());
  }
}
