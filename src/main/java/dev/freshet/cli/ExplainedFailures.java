package dev.freshet.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.freshet.stream.LostProgressException;
import dev.freshet.wire.NewerFormatException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps some failures out of the log: those that end the process and that the process explains in a
 * line of its own. Kafka Streams writes them several times, with stack traces. {@code logback.xml}
 * names this filter.
 */
public final class ExplainedFailures extends Filter<ILoggingEvent> {

  private static final Set<String> EXPLAINED =
      Set.of(NewerFormatException.class.getName(), LostProgressException.class.getName());

  /** Of Kafka Streams to whoever programs it, at each failure: a user can set no such thing. */
  private static final String ADVICE = "Processing exception handler is set to fail";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (event.getFormattedMessage().contains(ADVICE)) {
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
}
