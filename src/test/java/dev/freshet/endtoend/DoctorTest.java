package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.StoredRating;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet doctor} as a person runs it, on a system that works and on one tampered with. */
@BrokerTest
class DoctorTest {

  private static final String PREFIX = "doctor.";
  private static final int RATINGS = 600;

  @Test
  void aHealthySystemPassesAndATamperedOneIsNamed(@TempDir Path directory) throws Exception {
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      try (Audience audience = new Audience(cluster, PREFIX, 4);
          Ledger ledger = new Ledger(cluster, PREFIX);
          FreshetStreams freshet =
              Cluster.start(
                  cluster.settings(PREFIX, directory.resolve("state")), LearningListener.NONE)) {
        audience.publishCatalogue();
        audience.rateOnce(0, RATINGS);
        ledger.await("both sides learn all", () -> ledger.movies(p -> p.learned()) == RATINGS);

        publishAnEmptyCheckpoint(cluster);
        ledger.await(
            "all users move", () -> ledger.users(p -> p.generation()) == Cluster.PARTITIONS);
        Path report = directory.resolve("doctor.json");
        Program.Result healthy =
            doctor(cluster, directory, "--strict", "--wait", "40s", "--report", report.toString());
        assertEquals(0, healthy.exitCode(), healthy.out() + healthy.err());
        assertEquals(List.of("ok"), statuses(healthy), healthy.out());
        assertTrue(Files.readString(report).contains("\"generation\" : 1"));
        assertTrue(healthy.out().contains(" takes: "), "and what people took: " + healthy.out());
        assertTrue(freshet.isRunning());

        listARatedMovie(cluster, ledger);
        Program.Result listed = doctor(cluster, directory);
        assertEquals(1, listed.exitCode(), listed.out() + listed.err());
        assertEquals(List.of("lists-rated"), broken(listed), listed.out());
        assertTrue(listed.out().contains("list of u0: contains m0, which the user rated"));

        forgeARating(cluster);
        Program.Result forged = doctor(cluster, directory);
        assertEquals(1, forged.exitCode(), forged.out() + forged.err());
        assertEquals(
            List.of("user-counts", "movie-counts", "sequences", "lists-rated"),
            broken(forged),
            forged.out());
      }
    }
  }

  private static Program.Result doctor(Cluster cluster, Path directory, String... more)
      throws IOException, InterruptedException {
    String[] line = {"doctor", "-b", cluster.servers(), "--prefix", PREFIX};
    String[] all = new String[line.length + more.length];
    System.arraycopy(line, 0, all, 0, line.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return Program.run(directory.resolve("doctor.log"), all);
  }

  private static List<String> statuses(Program.Result result) {
    return List.copyOf(
        result
            .out()
            .lines()
            .takeWhile(line -> !line.isBlank())
            .map(line -> line.substring(0, 8).strip())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static List<String> broken(Program.Result result) {
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith("BROKEN"))
        .map(line -> line.substring(9, 25).strip())
        .toList();
  }

  /** A generation in which everybody starts afresh and learns all ratings again. */
  private static void publishAnEmptyCheckpoint(Cluster cluster) {
    byte[] end = new CheckpointEnd(1, 0, 0).toBytes();
    for (Topic topic : List.of(Topic.CHECKPOINT_MOVIES, Topic.CHECKPOINT_USERS)) {
      for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
        produce(cluster, topic, partition, CheckpointEnd.key(), end);
      }
    }
    Checkpoint promoted =
        new Checkpoint(
            1,
            new Checkpoint.Decision(Checkpoint.Fate.PROMOTED, "a test", 0),
            new Checkpoint.Lineage(0, null),
            0,
            Checkpoint.Judgement.NONE,
            Checkpoint.Seconds.NONE,
            List.of());
    produce(cluster, Topic.CHECKPOINTS, null, promoted.key(), promoted.toJson());
  }

  /** Overwrites a user's list with one that has a movie he rated. */
  private static void listARatedMovie(Cluster cluster, Ledger ledger) {
    ledger.await("the user has a list", () -> ledger.lists().containsKey("u0"));
    Recommendations list = ledger.lists().get("u0");
    Recommendations wrong =
        new Recommendations(
            "u0",
            list.generation(),
            list.rankingGeneration(),
            list.ratings(),
            list.source(),
            list.reason(),
            list.arm(),
            list.refreshedAt(),
            List.of(new Recommendations.Item("m0", "Movie 0", 5f, List.of())));
    produce(
        cluster,
        Topic.RECOMMENDATIONS,
        null,
        "u0".getBytes(StandardCharsets.UTF_8),
        wrong.toJson());
  }

  /** Writes a rating into the matrix that nobody gave, for a user whom it does not know. */
  private static void forgeARating(Cluster cluster) {
    byte[] key = RatingKey.of("nobody".getBytes(StandardCharsets.UTF_8), "m0").get();
    produce(
        cluster,
        Topic.USER_RATINGS_CHANGELOG,
        0,
        key,
        new StoredRating(5, 1, RATINGS + 1, 1, 3, 3).toBytes());
  }

  private static void produce(
      Cluster cluster, Topic topic, Integer partition, byte[] key, byte[] value) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", cluster.servers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var unused = producer.send(new ProducerRecord<>(topic.name(PREFIX), partition, key, value));
      producer.flush();
    }
  }
}
