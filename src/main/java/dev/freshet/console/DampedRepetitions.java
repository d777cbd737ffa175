package dev.freshet.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Kafka say the same thing once in ten minutes. A broker that is away would otherwise fill the
 * log with thousands of lines, each of one client, node and try. Two lines are the same if they
 * differ in names of clients and nodes and in numbers alone, and tell the same exception. {@code
 * logback.xml} names this filter. With {@code --verbose} all is said.
 */
public final class DampedRepetitions extends Filter<ILoggingEvent> {

  static final Duration QUIET = Duration.ofMinutes(10);

  /** As many different lines are remembered: the oldest may be said again. */
  private static final int MOST = 500;

  private static final String KAFKA = "org.apache.kafka";

  /** What tells clients, threads, nodes, tasks and tries apart. */
  private static final Pattern PARTICULARS =
      Pattern.compile("\\[[^]]*]|\\([^)]*\\)|[\\w.-]*\\d[\\w.:/-]*");

  private static final Logger CLIENTS = LoggerFactory.getLogger(KAFKA);

  private final Map<String, Long> said = new LinkedHashMap<>();

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!event.getLoggerName().startsWith(KAFKA)
        || !event.getLevel().isGreaterOrEqual(Level.WARN)
        || CLIENTS.isInfoEnabled()) {
      return FilterReply.NEUTRAL;
    }
    return isNew(same(event), event.getTimeStamp()) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  private static String same(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(event.getLoggerName());
    text.append(' ').append(event.getFormattedMessage());
    for (IThrowableProxy why = event.getThrowableProxy(); why != null; why = why.getCause()) {
      text.append(' ').append(why.getClassName()).append(' ').append(why.getMessage());
    }
    return PARTICULARS.matcher(text).replaceAll("");
  }

  private synchronized boolean isNew(String line, long millis) {
    Long before = said.get(line);
    if (before != null && millis - before < QUIET.toMillis()) {
      return false;
    }
    said.remove(line);
    said.put(line, millis);
    if (said.size() > MOST) {
      said.remove(said.keySet().iterator().next());
    }
    return true;
  }
}
