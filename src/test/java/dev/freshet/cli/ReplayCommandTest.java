package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.console.ExitCodes;
import dev.freshet.topics.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  @TempDir private Path folder;
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Set<String> topics = new java.util.HashSet<>();

  /** Has the topics of the test, and its producer. */
  private final class Cluster implements KafkaAccess {
    @Override
    public Producer<byte[], byte[]> producer(KafkaSettings settings) {
      throw new AssertionError("a file is produced in bulk");
    }

    @Override
    public Producer<byte[], byte[]> bulkProducer(KafkaSettings settings) {
      return producer;
    }

    @Override
    public Consumer<byte[], byte[]> consumer(KafkaSettings settings) {
      throw new AssertionError("nothing is consumed");
    }

    @Override
    public boolean topicExists(KafkaSettings settings, String topic) {
      return topics.contains(topic);
    }
  }

  @BeforeEach
  void threeRatingsOfTwoMovies() throws IOException {
    topics.addAll(Set.of("freshet.movies", "freshet.ratings"));
    Files.writeString(
        folder.resolve("ratings.csv"),
        """
        userId,movieId,rating,timestamp
        ada,b,4.5,1000000300
        ben,a,2.0,1000000100
        ada,a,0.5,1000000200
        """);
    Files.writeString(
        folder.resolve("movies.csv"),
        """
        movieId,title,genres
        a,Alien (1979),Horror
        b,Brazil (1985),Comedy
        """);
  }

  private CommandRun replay(String... args) {
    List<String> line =
        new ArrayList<>(List.of("replay", "-b", "localhost:9092", "--ratings", folder.toString()));
    line.addAll(List.of(args));
    return CommandRun.of(new ReplayCommand(new Cluster()), line.toArray(String[]::new));
  }

  private List<String> sent(String topic) {
    return producer.history().stream()
        .filter(sent -> sent.topic().equals(topic))
        .map(ReplayCommandTest::text)
        .toList();
  }

  private static String text(ProducerRecord<byte[], byte[]> sent) {
    return new String(sent.key(), UTF_8) + " " + new String(sent.value(), UTF_8);
  }

  @Test
  void theCatalogueGoesFirstAndThenTheRatingsInTheOrderOfTheirTimes() {
    CommandRun run = replay();
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("freshet.movies", producer.history().get(0).topic());
    assertEquals(2, sent("freshet.movies").size());
    List<String> ratings = sent("freshet.ratings");
    assertTrue(
        ratings.get(0).startsWith("ben {\"userId\":\"ben\",\"movieId\":\"a\""), ratings.get(0));
    assertTrue(ratings.get(1).contains("\"timestamp\":1000000200000"), ratings.get(1));
    assertTrue(ratings.get(2).startsWith("ada ") && ratings.get(2).contains("4.5"), ratings.get(2));
    assertTrue(run.out().contains("2 movies went to freshet.movies\n"), run.out());
    assertTrue(run.out().contains("3 of 3 ratings went to freshet.ratings in "), run.out());
    assertTrue(producer.closed());
  }

  @Test
  void aRateIsHeldOrRefused() {
    assertEquals(0, replay("--rate", "1000").exitCode());
    for (String wrong : List.of("0", "-1", "fast", "NaN")) {
      CommandRun run = replay("--rate", wrong);
      assertEquals(ExitCodes.USAGE, run.exitCode());
      assertTrue(run.err().contains(wrong + " is not a number above 0, and not max"), run.err());
    }
  }

  @Test
  void topicsMustExist() {
    topics.remove("freshet.movies");
    CommandRun run = replay();
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(
        run.err().startsWith("freshet: there is no topic freshet.movies on localhost:9092"),
        run.err());
    assertTrue(producer.history().isEmpty());
  }

  @Test
  void ratingsOffTheScaleAreForetold() {
    CommandRun run = replay("--set", "scale.min=1");
    assertEquals(0, run.exitCode());
    assertTrue(
        run.err().contains("freshet: 1 of 3 ratings are not from 1.0 to 5.0 and will be rejected;"),
        run.err());
    assertEquals(3, sent("freshet.ratings").size());
  }

  private void eventsBesideRatings() throws IOException {
    Files.writeString(
        folder.resolve("ratings.csv"),
        """
        userId,movieId,event,value,rating,timestamp
        ada,b,view,2,,1000000300
        ben,a,cart,,,1000000100
        ada,a,,,0.5,1000000200
        ada,b,,,4.5,1000000400
        """);
  }

  @Test
  void eventsThatAreNoRatingsAreProducedAndUnknownNamesForetold() throws IOException {
    eventsBesideRatings();
    CommandRun run = replay("--set", "scale.min=1");
    assertEquals(0, run.exitCode(), run.err());
    List<String> events = sent("freshet.ratings");
    assertTrue(events.get(0).contains("\"event\":\"cart\""), events.get(0));
    assertTrue(events.get(1).contains("\"rating\":0.5"), events.get(1));
    assertTrue(events.get(2).contains("\"event\":\"view\",\"value\":2"), events.get(2));
    assertEquals(
        List.of(
            "freshet: 1 of 2 ratings are not from 1.0 to 5.0 and will be rejected; is scale.max"
                + " what `run` is set to?",
            "freshet: 1 of 4 events are called cart; the settings accept purchase, skip, take, view,"
                + " and others by --set events.NAME.weight=NUMBER; is `run` set so? Else they will"
                + " be rejected"),
        run.err().lines().toList());
    assertTrue(run.out().contains("4 of 4 events went to freshet.ratings in "), run.out());
  }

  @Test
  void aNameThatIsSetIsKnown() throws IOException {
    eventsBesideRatings();
    assertEquals("", replay("--set", "events.cart.weight=0.5").err());
  }

  private void fivesAlone() throws IOException {
    Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,rating\nada,a,5\nben,a,5\n");
  }

  @Test
  void ratingsThatAreAllTheSameAreTakes() throws IOException {
    fivesAlone();
    CommandRun run = replay();
    assertEquals("", run.err());
    assertTrue(
        run.out().contains("2 events, csv, every rating is 5.0: read as take-up"), run.out());
    assertTrue(sent("freshet.ratings").get(1).contains("\"event\":\"take\""));
  }

  @Test
  void onAGivenScaleTheyAreRatings() throws IOException {
    fivesAlone();
    CommandRun run = replay("--scale", "1:5");
    assertTrue(run.out().contains("2 of 2 ratings went to"), run.out());
    assertTrue(sent("freshet.ratings").get(1).contains("\"rating\":5"));
    assertEquals(ExitCodes.USAGE, replay("--scale", "five").exitCode());
  }

  @Test
  void aFileThatCannotBeReadIsOneLine() throws IOException {
    Files.writeString(folder.resolve("ratings.csv"), "");
    CommandRun run = replay();
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("ratings.csv: is empty"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void aBrokerThatDoesNotAnswerIsOneLine() {
    producer.sendException = new TimeoutException("no metadata");
    CommandRun run = replay();
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("no answer from localhost:9092"), run.err());
  }
}
