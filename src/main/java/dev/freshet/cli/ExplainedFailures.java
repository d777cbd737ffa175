package dev.freshet.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.freshet.event.NewerFormatException;
import dev.freshet.stream.LostProgressException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stack traces out of the log that Kafka Streams writes, several times, of a failure that
 * ends the process and that the process explains in its last line; {@code logback.xml} names it.
 */
public final class ExplainedFailures extends Filter<ILoggingEvent> {

  private static final Set<String> EXPLAINED =
      Set.of(NewerFormatException.class.getName(), LostProgressException.class.getName());

  @Override
  public FilterReply decide(ILoggingEvent event) {
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
