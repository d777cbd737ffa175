package dev.freshet.stream.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.stream.catalogue.KnownMovies.Answer;
import dev.freshet.wire.MovieParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CatalogueReaderTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Set<String> replicated = new HashSet<>();
  private final FakeTopic topic = new FakeTopic();
  private final CatalogueReader reader = reader(nanos::get);

  private CatalogueReader reader(LongSupplier time) {
    return new CatalogueReader(
        topic, MoviesTopic.reading(new MovieParser()), replicated::contains, time);
  }

  /** What is put here is there for the next check. */
  private static final class FakeTopic implements CatalogueReader.MovieSource {
    private final Queue<String> ids = new ArrayDeque<>();
    private boolean isAway;
    private int checks;

    /** An id, or one with a minus for a movie that left. */
    synchronized void put(String id) {
      ids.add(id);
    }

    @Override
    public synchronized void readOn(CatalogueReader.Records records) {
      if (isAway) {
        throw new TimeoutException("away");
      }
      checks++;
      for (String id = ids.poll(); id != null; id = ids.poll()) {
        boolean leaves = id.startsWith("-");
        byte[] key = id.substring(leaves ? 1 : 0).getBytes(StandardCharsets.UTF_8);
        records.take(key, leaves ? null : "{\"title\":\"A\"}".getBytes(StandardCharsets.UTF_8));
      }
    }

    @Override
    public void close() {}
  }

  /** A rating arrives, and then a check begins. */
  private void arriveAndCheck() {
    nanos.incrementAndGet();
    reader.received();
    nanos.incrementAndGet();
    reader.check();
  }

  @Test
  void whatIsNotInTheCatalogueByThenIsUnknown() {
    topic.put("heat");
    arriveAndCheck();
    assertEquals(Answer.YES, reader.has("heat"));
    assertEquals(Answer.NO, reader.has("alien"));
    topic.put("alien");
    arriveAndCheck();
    assertEquals(Answer.YES, reader.has("alien"));
  }

  @Test
  void oneCheckAnswersForAllThatArrivedBeforeIt() {
    arriveAndCheck();
    for (int i = 0; i < 500; i++) {
      assertEquals(Answer.NO, reader.has("m" + i));
    }
    assertEquals(1, topic.checks);
  }

  @Test
  void whatLeftIsUnknownThoughTheReplicaHasItStill() {
    replicated.add("heat");
    topic.put("heat");
    topic.put("-heat");
    arriveAndCheck();
    assertEquals(Answer.NO, reader.has("heat"));
  }

  @Test
  void whatTheTopicNoLongerHoldsIsKnownFromTheReplica() {
    replicated.add("heat");
    arriveAndCheck();
    assertEquals(Answer.YES, reader.has("heat"));
  }

  @Test
  @Timeout(30)
  void whileTheBrokerDoesNotAnswerNothingIsRefusedAndNobodyWaits() {
    topic.isAway = true;
    arriveAndCheck();
    for (int i = 0; i < 1_000; i++) { // half a second each would be too long
      assertEquals(Answer.UNTOLD, reader.has("alien"));
    }
    topic.isAway = false;
    arriveAndCheck();
    assertEquals(Answer.NO, reader.has("alien"));
  }

  /** The bug this is about: a movie and, right after it, its first rating. */
  @Test
  void aCheckThatBeganBeforeTheRatingArrivedDoesNotRefuseIt() throws InterruptedException {
    try (CatalogueReader running = reader(System::nanoTime)) {
      running.start(Duration.ofSeconds(30));
      for (int i = 0; i < 200; i++) {
        topic.put("m" + i);
        running.received();
        assertEquals(Answer.YES, running.has("m" + i));
      }
      running.received();
      assertEquals(Answer.NO, running.has("never"));
    }
  }
}
