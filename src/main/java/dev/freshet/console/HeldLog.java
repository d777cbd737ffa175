package dev.freshet.console;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Keeps log lines off a screen that is being drawn, and lets them out when it is gone. */
public final class HeldLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  /** The newest are kept. */
  private static final int MOST = 200;

  private final @Nullable Logger root;
  private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
  private final Deque<ILoggingEvent> held = new ArrayDeque<>();

  /** Holds from now on. */
  public HeldLog() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    root = factory instanceof LoggerContext context ? context.getLogger("ROOT") : null;
    if (root != null) {
      root.iteratorForAppenders().forEachRemaining(usual::add);
      usual.forEach(root::detachAppender);
      setContext(root.getLoggerContext());
      start();
      root.addAppender(this);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    boolean isNoise =
        usual.stream().allMatch(each -> each.getFilterChainDecision(event) == FilterReply.DENY);
    if (!isNoise) {
      event.prepareForDeferredProcessing();
      held.addLast(event);
      if (held.size() > MOST) {
        held.removeFirst();
      }
    }
  }

  /** Lets everything out. */
  @Override
  public void close() {
    if (root != null) {
      root.detachAppender(this);
      stop();
      usual.forEach(root::addAppender);
      usual.forEach(each -> held.forEach(each::doAppend));
    }
  }
}
