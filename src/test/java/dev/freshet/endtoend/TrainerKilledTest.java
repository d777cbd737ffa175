package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RetrainRequest;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the trainer, a process of its own, while it publishes (invariant I3): a half-published
 * candidate is never seen, and the request is answered by the next trainer.
 */
@BrokerTest
class TrainerKilledTest {

  private static final String PREFIX = "killed.";
  private static final PlantedShape SHAPE = new PlantedShape(300, 400, 40_000, 2, 1, .5, .4, 3, 1);
  private static final int HISTORY = 10_000;

  /** Room for one batch: each change of partition waits for the broker, so publishing is slow. */
  private static final String ONE_BATCH = "kafka.producer.buffer.memory=66000";

  @Test
  void whatAKilledTrainerWasPublishingIsNeverSeenAndTheNextOneAnswersTheRequest(
      @TempDir Path stateDir, @TempDir Path logs) throws Exception {
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, SHAPE);
        FreshetStreams freshet =
            Cluster.start(cluster.settings(PREFIX, stateDir), LearningListener.NONE)) {
      generations.rate(HISTORY);
      generations.awaitLearned();
      generations.request(new RetrainRequest("a test", null));
      killWhilePublishing(cluster, generations, logs);

      assertEquals(Map.of(), generations.checkpoints());
      assertTrue(generations.isAdopted(0), generations.toString());
      assertEquals(0, answered(cluster), "the request is still there");

      try (Program second = trainer(cluster, logs.resolve("second.log"))) {
        Checkpoint checkpoint = generations.awaitFate(1);
        assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
        generations.awaitAdopted(1);
        assertEquals(1, answered(cluster), "requests answered");
        assertTrue(second.isAlive(), second.log());
        String promoted =
            "freshet_checkpoints_total{fate=\"promoted\",prefix=\"" + PREFIX + "\"} 1.0";
        assertTrue(metrics(second).contains(promoted));
      }
      generations.assertHealthy(logs);
      assertEquals(List.of(1), List.copyOf(generations.checkpoints().keySet()));
      assertTrue(freshet.isRunning());
    }
  }

  private static void killWhilePublishing(Cluster cluster, Generations generations, Path logs) {
    List<String> written = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> everything =
            generations.consumer(
                "read_uncommitted",
                Topic.CHECKPOINT_MOVIES,
                Topic.CHECKPOINT_USERS,
                Topic.CHECKPOINTS);
        KafkaConsumer<byte[], byte[]> committed =
            generations.consumer(
                "read_committed", Topic.CHECKPOINT_MOVIES, Topic.CHECKPOINT_USERS);
        Program first = trainer(cluster, logs.resolve("first.log"), "--set", ONE_BATCH)) {
      generations.rateUntil(
          "records of the candidate appear",
          () -> {
            everything.poll(Duration.ZERO).forEach(record -> written.add(record.topic()));
            return !written.isEmpty();
          });
      first.kill();
      everything.poll(Duration.ofSeconds(1)).forEach(record -> written.add(record.topic()));
      assertFalse(written.contains(Topic.CHECKPOINTS.name(PREFIX)), "killed too late");
      assertTrue(committed.poll(Duration.ofSeconds(1)).isEmpty());
    }
  }

  private static Program trainer(Cluster cluster, Path log, String... more) {
    List<String> line =
        new ArrayList<>(List.of("retrain", "--watch", "-b", cluster.servers(), "--prefix", PREFIX));
    line.addAll(List.of("--set", "partitions=" + Cluster.PARTITIONS, "--set", "retrain.first=0"));
    line.addAll(List.of("--set", "http.port=0"));
    line.addAll(List.of(more));
    return Program.start(log, line.toArray(String[]::new));
  }

  /** What the trainer's own web server says, at the address that it logs. */
  private static String metrics(Program trainer) throws Exception {
    Matcher address = Pattern.compile("health at (http://\\S+)").matcher(trainer.log());
    assertTrue(address.find(), trainer.log());
    try (InputStream in = URI.create(address.group(1) + "metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Offset of the first request that no committed checkpoint answers. */
  private static long answered(Cluster cluster) throws Exception {
    var requests = new TopicPartition(Topic.RETRAIN_REQUESTS.name(PREFIX), 0);
    try (Admin admin = cluster.admin()) {
      OffsetAndMetadata committed =
          admin
              .listConsumerGroupOffsets(PREFIX + "retrain")
              .partitionsToOffsetAndMetadata()
              .get()
              .get(requests);
      return committed == null ? 0 : committed.offset();
    }
  }
}
