package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.console.ExitCodes;
import dev.freshet.topics.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  @TempDir private Path folder;
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final MockConsumer<byte[], byte[]> rejected = new MockConsumer<>("earliest");
  private final Set<String> topics = new java.util.HashSet<>();
  private final List<ConsumerRecord<byte[], byte[]>> refusals = new ArrayList<>();
  private long readTo;
  private boolean mayAsk = true;

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
      return rejected;
    }

    @Override
    public Map<TopicPartition, Long> committed(KafkaSettings settings, String group) {
      assertEquals("freshet.users", group);
      rejected.updateEndOffsets(
          Map.of(new TopicPartition("freshet.ratings-rejected", 0), (long) refusals.size()));
      if (!mayAsk) {
        throw new IllegalStateException(
            "no", new ExecutionException(new GroupAuthorizationException("freshet.users")));
      }
      return Map.of(new TopicPartition("freshet.ratings", 0), readTo);
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
    return CommandRun.of(
        new ReplayCommand(new Cluster(), Duration.ZERO), line.toArray(String[]::new));
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
  void theEndSaysThatNobodyHasReadItYet() {
    assertEquals(
        "nobody has read them yet: is `freshet run` at work there, with this prefix?",
        lastLine(replay()));
  }

  @Test
  void theEndSaysHowManyWereAcceptedAndWhyOthersWereNot() {
    readTo = 3;
    rejects(1, "freshet.ratings", "unknown-movie");
    rejects(2, "freshet.ratings", "rating-out-of-scale");
    rejects(2, "freshet.movies", "bad-title");
    rejects(17, "freshet.ratings", "not-json"); // of somebody else
    assertEquals(
        "1 of 3 ratings were accepted, rejected: 1 rating-out-of-scale, 1 unknown-movie (see"
            + " freshet.ratings-rejected)",
        lastLine(replay()));
  }

  @Test
  void theEndSaysThatAllWereAccepted() {
    readTo = 3;
    rejects(17, "freshet.ratings", "not-json");
    assertEquals("3 of 3 ratings were accepted", lastLine(replay()));
  }

  @Test
  void theEndSaysHowManyAreNotReadYet() {
    readTo = 2;
    assertEquals("2 of 3 ratings were accepted, 1 not read yet", lastLine(replay()));
  }

  @Test
  void whoMayNotAskProducesAllTheSame() {
    mayAsk = false;
    CommandRun run = replay();
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(3, sent("freshet.ratings").size());
    assertEquals(
        "whether they were accepted cannot be told: that takes Describe on the group"
            + " freshet.users and Read on freshet.ratings-rejected",
        lastLine(run));
  }

  private static String lastLine(CommandRun run) {
    List<String> lines = run.out().lines().toList();
    return lines.get(lines.size() - 1);
  }

  /** Puts a record into {@code ratings-rejected} after the command has begun to follow it. */
  private void rejects(long offset, String topic, String reason) {
    if (topics.add("freshet.ratings-rejected")) {
      TopicPartition only = new TopicPartition("freshet.ratings-rejected", 0);
      rejected.updatePartitions(
          only.topic(),
          List.of(new PartitionInfo(only.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
      rejected.updateBeginningOffsets(Map.of(only, 0L));
      rejected.updateEndOffsets(Map.of(only, 0L));
      rejected.schedulePollTask(() -> refusals.forEach(rejected::addRecord));
    }
    var record =
        new ConsumerRecord<byte[], byte[]>(
            "freshet.ratings-rejected", 0, refusals.size(), new byte[0], new byte[0]);
    Map.of(
            "__streams.errors.topic",
            topic,
            "__streams.errors.partition",
            "0",
            "__streams.errors.offset",
            Long.toString(offset),
            "freshet.reason",
            reason)
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    refusals.add(record);
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
  void ratingsOffAScaleThatIsSetAreBadLines() {
    CommandRun run = replay("--set", "scale.min=1");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(
        run.err()
            .contains("ratings.csv, line 4: rating '0.5' is not on the scale 1.0 to 5.0; mend"),
        run.err());
    assertTrue(producer.history().isEmpty());
    assertEquals(0, replay("--set", "scale.min=1", "--skip-bad-lines").exitCode());
    assertEquals(2, sent("freshet.ratings").size());
  }

  private String[] starsInAFile() throws IOException {
    Path settings = Files.writeString(folder.resolve("ours.properties"), "scale.min=1\n");
    return new String[] {"--config", settings.toString()};
  }

  @Test
  void ratingsOffTheScaleOfAFileAreForetold() throws IOException {
    CommandRun run = replay(starsInAFile());
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
    CommandRun run = replay(starsInAFile());
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

  /** A scale of the stream does not make ratings of likes. */
  @Test
  void fivesAloneAreTakeUpWhateverScaleTheStreamHas() throws IOException {
    fivesAlone();
    assertEquals(0, replay("--set", "scale.min=1").exitCode());
    List<String> events = sent("freshet.ratings");
    assertEquals(2, events.size());
    assertTrue(events.get(0).contains("\"event\":\"take\""), events.get(0));
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
