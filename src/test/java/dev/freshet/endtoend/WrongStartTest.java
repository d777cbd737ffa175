package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.Eventually;
import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.wire.MovieFactors;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps Freshet from starting is said in one line, and the exit code is not 0. */
@BrokerTest
class WrongStartTest {

  private static Cluster cluster;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    cluster = new Cluster();
    cluster.createTopics("freshet.");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private List<String> runArguments(String servers, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--bootstrap-servers=" + servers,
                "--set=state.dir=" + directory.resolve("state"),
                "--set=topics.create=false",
                "--set=replication.factor=1",
                "--set=partitions=" + Cluster.PARTITIONS,
                "--set=http.port=0"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private Program.Result run(List<String> arguments) throws Exception {
    return Program.run(directory.resolve("log"), arguments.toArray(String[]::new));
  }

  /** One line, beginning with the program's name; {@code said} is part of it. */
  private void assertRefused(String said, List<String> arguments) throws Exception {
    Program.Result result = run(arguments);
    assertTrue(result.exitCode() != 0, "exit code 0: " + result);
    // Kafka warns that the state directory of a test lies among temporary files.
    List<String> lines = result.err().lines().filter(line -> !line.contains(" WARN ")).toList();
    assertEquals(1, lines.size(), result.err());
    assertTrue(lines.get(0).startsWith("freshet: "), result.err());
    assertTrue(lines.get(0).contains(said), result.err());
    assertEquals("", result.out());
  }

  @Test
  void aWrongSetting() throws Exception {
    assertRefused("staleness.bound", runArguments(cluster.servers(), "--set=staleness.bound=none"));
  }

  /** Read by every instance at its start: it stops, with the order in which to upgrade. */
  @Test
  void aRecordOfANewerFreshet() throws Exception {
    cluster.createTopics("newer.");
    byte[] factors = MovieFactors.toBytes(new Factors(0, 1, 0, 0, new float[] {1}));
    factors[0] = 3;
    String topic = Topic.MOVIE_FACTORS.name("newer.");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.servers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[] {'m'}, factors)).get();
    }
    Program.Result result = run(runArguments(cluster.servers(), "--prefix=newer."));
    assertEquals(1, result.exitCode(), result.err());
    List<String> said = result.err().lines().filter(l -> l.startsWith("freshet: ")).toList();
    assertEquals(1, said.size(), result.err());
    assertTrue(
        said.get(0).contains("movie-factors: version 3 is of a newer Freshet"), result.err());
    assertFalse(result.err().contains("\tat "), "no stack trace: " + result.err());
    assertFalse(result.err().contains("exception handler"), "not the advice: " + result.err());
  }

  @Test
  void aMissingTopic() throws Exception {
    cluster.createTopics("missing.");
    try (Admin admin = cluster.admin()) {
      admin.deleteTopics(List.of("missing.catalogue")).all().get();
      Eventually.isGone(admin, "missing.catalogue");
    }
    assertRefused(
        "missing.catalogue is missing", runArguments(cluster.servers(), "--prefix=missing."));
  }

  @Test
  void anotherNumberOfPartitions() throws Exception {
    Program.Result result = run(runArguments(cluster.servers(), "--set=partitions=7"));
    assertTrue(result.exitCode() != 0);
    assertTrue(
        result.err().contains("freshet.movie-updates has 4 partitions and needs 7"), result.err());
    assertTrue(result.err().lines().allMatch(line -> line.startsWith("freshet: ")), result.err());
  }

  /** The others may just be starting; whoever has one broker reads at once what to set. */
  @Test
  void fewerBrokersThanCopies() throws Exception {
    Program.Result result =
        run(
            runArguments(
                cluster.servers(),
                "--prefix=few.",
                "--set=topics.create=true",
                "--set=replication.factor=3",
                "--set=bootstrap.wait=4s"));
    assertEquals(1, result.exitCode(), result.err());
    List<String> waits = result.err().lines().filter(l -> l.contains("brokers answer")).toList();
    assertTrue(waits.size() >= 1 && waits.size() <= 3, result.err());
    assertTrue(waits.get(0).contains("1 of 3 brokers answer"), result.err());
    assertTrue(waits.get(0).contains("on one broker set replication.factor=1"), result.err());
    assertTrue(result.err().contains("there are fewer brokers than the replication"), result.err());
  }

  @Test
  void aTrainerWithAnotherNumberOfPartitions() throws Exception {
    String settings = "--set=partitions=7";
    assertRefused(
        "freshet.checkpoint-users has 4 partitions, the settings say 7; set partitions=4",
        List.of("retrain", "--watch", "-b", cluster.servers(), settings));
  }

  @Test
  void aBrokerThatIsNotThere() throws Exception {
    assertRefused(
        "no answer from 127.0.0.1:1 (nothing listens at 127.0.0.1:1); is a broker running there",
        runArguments(
            "127.0.0.1:1",
            "--set=bootstrap.wait=0s",
            "--set=kafka.admin.default.api.timeout.ms=500",
            "--set=kafka.admin.request.timeout.ms=400"));
  }

  @Test
  void aPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          "port", runArguments(cluster.servers(), "--set=http.port=" + taken.getLocalPort()));
    }
  }

  @Test
  void aStateDirectoryInUse() throws Exception {
    Path state = Files.createDirectories(directory.resolve("state").resolve("freshet.movies"));
    try (FileChannel lock =
        FileChannel.open(
            state.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var held = lock.lock();
      assertRefused("the state directory is in use", runArguments(cluster.servers()));
      held.release();
    }
  }

  @Test
  void tlsAtAPlaintextPort() throws Exception {
    assertRefused(
        "does not speak TLS and kafka.security.protocol is SSL); set it to PLAINTEXT",
        runArguments(cluster.servers(), "--set=kafka.security.protocol=SSL"));
  }

  @Test
  void aConfigurationFileThatIsNotThere() throws Exception {
    Path file = directory.resolve("freshet.properties");
    assertRefused(file.toString(), List.of("run", "-b", cluster.servers(), "--config=" + file));
  }

  @Test
  void aStateDirectoryThatIsAFile() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertRefused(file.toString(), runArguments(cluster.servers(), "--set=state.dir=" + file));
  }

  @Test
  void aRatingFileThatIsNotThere() throws Exception {
    Path file = directory.resolve("ratings.csv");
    assertRefused(file.toString(), List.of("evaluate", "--ratings=" + file));
  }

  @Test
  void aRatingFileThatIsNoRatingFile() throws Exception {
    Path file = Files.writeString(directory.resolve("ratings.csv"), "what\nis\nthis\n");
    assertRefused(file.toString(), List.of("evaluate", "--ratings=" + file));
  }
}
