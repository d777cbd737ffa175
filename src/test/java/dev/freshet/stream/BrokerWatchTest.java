package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BrokerWatchTest {

  private static final long SECOND = 1_000_000_000L;

  private final Logger logger = (Logger) LoggerFactory.getLogger(BrokerWatch.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private @Nullable Exception answer;
  private @Nullable RuntimeException flaw;
  private long now;
  private final BrokerWatch watch = new BrokerWatch("broker-1:9092", this::ask, () -> now);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    watch.close();
  }

  @Test
  void anOutageIsOneLineAtTheLossAndOneAtTheReturn() {
    watch.look();
    answer = new TimeoutException("no node");
    for (int look = 0; look < 100; look++) {
      watch.look();
      now += 7 * SECOND;
    }

    assertFalse(watch.isReachable());
    assertEquals(Optional.of("no answer from broker-1:9092 for 700 s"), watch.problem());

    answer = null;
    watch.look();
    watch.look();
    assertTrue(watch.isReachable());
    assertEquals(Optional.empty(), watch.problem());
    assertEquals(2, log.list.size(), log.list.toString());
    assertTrue(log.list.get(0).getFormattedMessage().startsWith("no answer from broker-1:9092"));
    assertEquals("broker-1:9092 answers again, after 700 s", log.list.get(1).getFormattedMessage());
  }

  @Test
  void aClusterThatTakesNoRecordsIsAwayThoughABrokerAnswers() {
    answer = new NotEnoughReplicasException("movie-updates-3 has 1 replicas in sync");
    watch.look();
    now += 7 * SECOND;
    watch.look();

    assertFalse(watch.isReachable());
    assertEquals(Optional.of("movie-updates-3 has 1 replicas in sync for 7 s"), watch.problem());
  }

  /** The timer of a task that throws never calls it again. */
  @Test
  void anAnswerThatCannotBeReadIsSaidOnceAndAskedForAgain() {
    flaw = new NumberFormatException("null");
    watch.look();
    watch.look();

    assertTrue(watch.isReachable());
    assertEquals(1, log.list.size(), log.list.toString());
  }

  @Test
  void oneQuestionWithoutAnAnswerIsNoOutage() {
    answer = new TimeoutException("a leader changes");
    watch.look();

    assertTrue(watch.isReachable());
    assertTrue(log.list.isEmpty());
  }

  @Test
  void aClusterThatRefusesIsThere() {
    answer = new ClusterAuthorizationException("no");
    watch.look();
    watch.look();

    assertTrue(watch.isReachable());
  }

  private void ask() throws ExecutionException {
    if (flaw != null) {
      throw flaw;
    }
    if (answer != null) {
      throw new ExecutionException(answer);
    }
  }
}
