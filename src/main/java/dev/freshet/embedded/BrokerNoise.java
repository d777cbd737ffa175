package dev.freshet.embedded;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps warnings that a healthy node writes at each start and stop out of the log; {@code
 * logback.xml} names it.
 */
public final class BrokerNoise extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    boolean start = message.contains("Performing controller activation");
    boolean stop = message.contains("NodeToControllerChannelManager");
    return start || stop ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
