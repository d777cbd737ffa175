package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.BrokerTest;
import dev.freshet.stream.Admission;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code movies.unknown=reject} on a broker. */
@BrokerTest
class UnknownMoviesRejectedTest {

  private static final int MOVIES = 50;
  private static final int UNKNOWN = 10;

  /** Counts what became of ratings. */
  private static final class Outcomes implements LearningListener {
    final List<String> rejected = new CopyOnWriteArrayList<>();
    final AtomicInteger learned = new AtomicInteger();
    final AtomicInteger untold = new AtomicInteger();

    @Override
    public void rejected(String reason) {
      rejected.add(reason);
    }

    @Override
    public void outcome(Admission.Outcome outcome) {
      learned.incrementAndGet();
    }

    @Override
    public void unknownUntold() {
      untold.incrementAndGet();
    }
  }

  @Test
  void aRatingRightBehindItsMovieIsLearnedAndOneOfNoMovieIsRejected(@TempDir Path dir)
      throws Exception {
    Outcomes outcomes = new Outcomes();
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics("u.");
      Map<String, Object> config = Map.of("bootstrap.servers", cluster.servers());
      try (FreshetStreams streams =
              Cluster.start(Cluster.rejectingUnknown(cluster.settings("u.", dir)), outcomes);
          var producer =
              new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
        for (int movie = 0; movie < MOVIES; movie++) {
          send(producer, "u.movies", "m" + movie, "{\"title\":\"A movie\"}");
          rate(producer, "m" + movie);
        }
        for (int unknown = 1; unknown <= UNKNOWN; unknown++) {
          int told = unknown; // each is asked for anew, while nothing comes to the catalogue
          rate(producer, "never");
          Cluster.await(
              "all is learned or rejected",
              Duration.ofSeconds(60),
              () -> outcomes.learned.get() + outcomes.rejected.size() == MOVIES + told);
        }
        assertEquals(-1, streams.replica().indexOf("never"));
      }
    }
    assertEquals(Collections.nCopies(UNKNOWN, "unknown-movie"), outcomes.rejected);
    assertEquals(MOVIES, outcomes.learned.get());
    assertEquals(0, outcomes.untold.get());
  }

  private static void rate(KafkaProducer<byte[], byte[]> producer, String movie) throws Exception {
    send(
        producer,
        "u.ratings",
        "ada",
        "{\"userId\":\"ada\",\"movieId\":\"%s\",\"rating\":4}".formatted(movie));
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, String key, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value))).get();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
