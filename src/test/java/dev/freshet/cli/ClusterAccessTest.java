package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The short commands against a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BrokerTest
class ClusterAccessTest {
  private final EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary());
  private final ClusterAccess kafka = new ClusterAccess();

  @BeforeAll
  void createTopics() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("freshet.ratings", 3, (short) 1),
                  new NewTopic("freshet.recommendations", 3, (short) 1)))
          .all()
          .get();
    }
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private CommandRun run(Object command, String name, String... args) {
    String[] line = new String[args.length + 3];
    line[0] = name;
    line[1] = "-b";
    line[2] = broker.bootstrapServers();
    System.arraycopy(args, 0, line, 3, args.length);
    return CommandRun.of(command, line);
  }

  @Test
  void aRatingLandsInTheTopic() {
    CommandRun run = run(new RateCommand(kafka), "rate", "me", "318", "4.5");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        run.out().matches("me rated 318 4.5, in freshet.ratings partition \\d at offset 0\n"),
        run.out());
  }

  @Test
  void aGroupThatNeverWasHasReadNothing() {
    assertEquals(Map.of(), kafka.committed(settings(), "freshet.nobody"));
  }

  @Test
  void aTopicThatIsNotThereIsNotCreated() {
    CommandRun run = run(new RateCommand(kafka), "rate", "--prefix", "x.", "me", "318", "4.5");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().startsWith("freshet: there is no topic x.ratings on "), run.err());
    assertFalse(kafka.topicExists(settings(), "x.ratings"));
  }

  @Test
  void listsOfCommittedTransactionsAreShownAndOthersNot()
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(list("me", "committed")).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(list("me", "aborted")).get();
      producer.abortTransaction();
    }
    CommandRun run =
        run(new WatchCommand(kafka), "watch", "--user", "me", "--count", "1", "--for", "30s");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("Movie committed"), run.out());
  }

  @Test
  void topicsAreCreatedOnceAndChecked() {
    CommandRun missing = topics("--check");
    assertEquals(ExitCodes.FAILED, missing.exitCode());
    assertEquals(Topic.values().length, missing.err().lines().count(), missing.err());
    assertTrue(
        missing.err().startsWith("freshet: new.ratings is missing: create it with"), missing.err());

    CommandRun created = topics("--create");
    assertEquals(0, created.exitCode(), created.err());
    assertTrue(created.out().contains("created new.recommendations\n"), created.out());

    String wellDone = "all " + Topic.values().length + " topics are as they should be\n";
    assertEquals(new CommandRun(0, wellDone, ""), topics("--create"));
    assertEquals(new CommandRun(0, wellDone, ""), topics("--check"));
  }

  private CommandRun topics(String what) {
    return run(
        new TopicsCommand(),
        "topics",
        what,
        "--prefix",
        "new.",
        "--set",
        "partitions=2",
        "--set",
        "replication.factor=1");
  }

  @Test
  void theTopicsOfTheContractAreListedWithoutACluster() {
    CommandRun run = CommandRun.of(new TopicsCommand(), "topics", "--prefix", "mine.");
    assertEquals(0, run.exitCode(), run.err());
    for (Topic topic : Topic.values()) {
      assertTrue(run.out().contains(topic.name("mine.")), run.out());
    }
  }

  @Test
  void aBrokerThatDoesNotAnswerIsNamed() {
    CommandRun run =
        CommandRun.of(
            new RateCommand(kafka),
            "rate",
            "-b",
            "127.0.0.1:1",
            "--set",
            "kafka.admin.default.api.timeout.ms=200",
            "--set",
            "kafka.admin.request.timeout.ms=100",
            "me",
            "318",
            "4.5");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().startsWith("freshet: no answer from 127.0.0.1:1 ("), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  private KafkaSettings settings() {
    return FreshetConfig.defaults().kafka().withBootstrapServers(broker.bootstrapServers());
  }

  private static ProducerRecord<byte[], byte[]> list(String user, String movie) {
    String json =
        """
        {"userId":"%s","ratings":1,"items":[{"movieId":"1","title":"Movie %s"}]}"""
            .formatted(user, movie);
    return new ProducerRecord<>(
        "freshet.recommendations", user.getBytes(UTF_8), json.getBytes(UTF_8));
  }
}
