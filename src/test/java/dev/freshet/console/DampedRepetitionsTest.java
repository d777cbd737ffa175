package dev.freshet.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DampedRepetitionsTest {

  private static final String NETWORK = "org.apache.kafka.clients.NetworkClient";

  private final DampedRepetitions filter = new DampedRepetitions();
  private final LoggerContext context = new LoggerContext();
  private Instant now = Instant.EPOCH;

  private FilterReply say(String logger, Level level, String words, @Nullable Throwable why) {
    Logger of = context.getLogger(logger);
    LoggingEvent event = new LoggingEvent("", of, level, words, why, null);
    event.setInstant(now);
    return filter.decide(event);
  }

  private FilterReply warn(String words) {
    return say(NETWORK, Level.WARN, words, null);
  }

  @Test
  void kafkaSaysOfEachClientAndNodeTheSameOnceInTenMinutes() {
    String lost = "[Consumer clientId=%s-1] Connection to node %d (b/10.0.0.1:9092) is lost.";
    assertEquals(FilterReply.NEUTRAL, warn(lost.formatted("users", 1)));
    for (int node = 1; node < 1_000; node++) {
      assertEquals(FilterReply.DENY, warn(lost.formatted("movies", node)));
    }
    now = now.plus(DampedRepetitions.QUIET);
    assertEquals(FilterReply.NEUTRAL, warn(lost.formatted("users", 1)), "still so");
  }

  @Test
  void anotherFaultIsSaidAtOnce() {
    assertEquals(FilterReply.NEUTRAL, warn("Connection to node 1 is lost."));
    assertEquals(FilterReply.NEUTRAL, warn("Node 1 refused the credentials."));
    String died = "stream-thread [users-1] died";
    assertEquals(FilterReply.NEUTRAL, say(NETWORK, Level.ERROR, died, new IllegalStateException()));
    assertEquals(
        FilterReply.NEUTRAL, say(NETWORK, Level.ERROR, died, new IllegalArgumentException()));
  }

  @Test
  void freshetsOwnLinesAreNeverDamped() {
    for (int i = 0; i < 3; i++) {
      assertEquals(
          FilterReply.NEUTRAL, say("dev.freshet.app.Service", Level.WARN, "the same", null));
    }
  }
}
