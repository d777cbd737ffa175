package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.modelfile.ExportedGeneration;
import dev.freshet.modelfile.ExportedGeneration.Kind;
import dev.freshet.modelfile.GenerationReader;
import dev.freshet.modelfile.ModelDirectory;
import dev.freshet.modelfile.SavedModel;
import dev.freshet.online.Factors;
import dev.freshet.retrain.CandidateTraining;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An exported generation comes back: in the system that it came from, beside a running trainer, and
 * in one that was built anew from the same ratings, where factors, vectors and lists are the
 * exported ones. An import that is killed while it publishes leaves nothing (invariant I3).
 */
@BrokerTest
class ImportTest {

  private static final PlantedShape SHAPE =
      new PlantedShape(300, 200, 20_000, 4, 1, .5, .4, 3.5, 1);
  private static final int HISTORY = 8_000;
  private static final int NEWEST = 4_000;
  private static final int LATER = 1_000;
  private static final Gate.Settings GATE = new Gate.Settings(.1f, 500, .5f, 100);

  @TempDir private Path state;
  @TempDir private Path other;
  @TempDir private Path logs;

  @Test
  void anExportedGenerationComesBackHereAndInASystemFromTheSameRatings() throws Exception {
    try (Cluster cluster = new Cluster()) {
      Path out = logs.resolve("generation-1");
      int produced = trainAndExport(cluster, out);
      importElsewhere(cluster, out, produced);
    }
  }

  /** Trains, exports, goes on and imports into the same system; the ratings that it trained on. */
  private int trainAndExport(Cluster cluster, Path out) throws Exception {
    StreamSettings settings = cluster.settings("from.", state);
    Fates fates = new Fates();
    try (Generations generations = new Generations(cluster, "from.", SHAPE);
        FreshetStreams freshet = Cluster.start(settings, LearningListener.NONE);
        Retrainer trainer = new Retrainer(unhindered(settings), fates)) {
      trainer.start();
      generations.rate(HISTORY);
      generations.awaitLearned();
      generations.rateUntil("all produced", () -> generations.produced() >= HISTORY + NEWEST);
      generations.awaitLearned();
      generations.request(new RetrainRequest("a test", null));
      Checkpoint trained = fates.next();
      assertEquals(Checkpoint.Fate.PROMOTED, trained.fate(), trained.reason());
      assertEquals(1, trained.rankingOrNone().generation(), trained.reason());
      fates.awaitAdopted(1);
      int produced = generations.produced();
      assertEquals(0, export(cluster, "from.", 1, out).exitCode());

      generations.rate(LATER);
      generations.awaitLearned();
      Program.Result back = bringIn(cluster, "from.", out);
      assertEquals(0, back.exitCode(), back.err());
      assertTrue(back.out().startsWith("generation 2 is live: generation 1 was imported"));
      assertTrue(back.out().contains("; " + LATER + " ratings that are not in it were learned"));
      assertEquals(2, fates.awaitAdopted(2), "the trainer learned of it");
      generations.request(new RetrainRequest("the trainer goes on", null));
      assertEquals(3, fates.next().generation());
      generations.assertHealthy(logs);
      assertTrue(freshet.isRunning());
      return produced;
    }
  }

  /** The training takes all the time that it can get, however busy the machine is. */
  private static RetrainSettings unhindered(StreamSettings settings) {
    RetrainSettings usual = Generations.onRequest(settings).with(GATE);
    CandidateTraining.Settings training = usual.training();
    return usual.with(
        new CandidateTraining.Settings(
            training.validation(), training.least(), training.seed(), training.threads(), 1));
  }

  private void importElsewhere(Cluster cluster, Path out, int produced) throws Exception {
    StreamSettings settings = cluster.settings("to.", other);
    try (Generations generations = new Generations(cluster, "to.", SHAPE);
        FreshetStreams freshet = Cluster.start(settings, LearningListener.NONE)) {
      assertRefused("of it are unknown here", bringIn(cluster, "to.", out));
      assertRefused("it has rank", bringIn(cluster, "to.", out, "--set", "learn.rank=3"));
      generations.rate(produced);
      generations.awaitLearned();
      killWhilePublishing(cluster, generations, out);
      assertEquals(Map.of(), generations.checkpoints());
      assertTrue(generations.isAdopted(0), generations.toString());

      Program.Result result = bringIn(cluster, "to.", out);
      assertEquals(0, result.exitCode(), result.err());
      Cluster.await("it is adopted", Duration.ofMinutes(2), () -> generations.isAdopted(1));
      assertSameFactors(cluster, out);
      assertListsAreOf(ModelDirectory.read(out), generations);
      generations.assertHealthy(logs);
      assertTrue(freshet.isRunning());
    }
  }

  private static void assertRefused(String why, Program.Result result) {
    assertEquals(1, result.exitCode(), result.out());
    assertTrue(result.err().contains(why), result.err());
    assertEquals(1, result.err().strip().lines().count(), result.err());
  }

  private void killWhilePublishing(Cluster cluster, Generations generations, Path in) {
    List<String> written = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> everything =
            generations.consumer(
                "read_uncommitted",
                Topic.CHECKPOINT_MOVIES,
                Topic.CHECKPOINT_USERS,
                Topic.CHECKPOINTS);
        Program first =
            Program.start(
                logs.resolve("killed.log"),
                line(cluster, "to.", in, "--set", "kafka.producer.buffer.memory=66000"))) {
      Cluster.await(
          "records of the import appear",
          Duration.ofMinutes(1),
          () -> {
            everything.poll(Duration.ZERO).forEach(record -> written.add(record.topic()));
            return !written.isEmpty();
          });
      first.kill();
      everything.poll(Duration.ofSeconds(1)).forEach(record -> written.add(record.topic()));
      assertFalse(written.contains(Topic.CHECKPOINTS.name("to.")), "killed too late");
    }
  }

  private void assertSameFactors(Cluster cluster, Path out) throws Exception {
    Path again = logs.resolve("again");
    assertEquals(0, export(cluster, "to.", 1, again).exitCode());
    ExportedGeneration before = GenerationReader.read(out);
    ExportedGeneration after = GenerationReader.read(again);
    for (Kind kind : Kind.values()) {
      assertEquals(before.of(kind).keySet(), after.of(kind).keySet());
      before
          .of(kind)
          .forEach(
              (id, factors) -> {
                Factors same = Objects.requireNonNull(after.of(kind).get(id));
                assertEquals(factors.steps(), same.steps(), id);
                assertEquals(factors.bias(), same.bias(), id);
                assertArrayEquals(factors.vector(), same.vector(), id);
              });
    }
    assertTrue(after.of(Kind.RANKING).size() > 50);
  }

  /** Everybody's list says what the exported factors predict. */
  private static void assertListsAreOf(SavedModel model, Generations generations) {
    Map<String, Integer> movies = new HashMap<>();
    model.movies().forEach(movie -> movies.put(movie.movieId(), movies.size()));
    int[] compared = new int[1];
    try (KafkaConsumer<byte[], byte[]> reader =
        generations.consumer("read_committed", Topic.RECOMMENDATIONS)) {
      Cluster.await(
          "everybody has a list of the generation",
          Duration.ofMinutes(1),
          () -> {
            reader
                .poll(Duration.ofMillis(200))
                .forEach(
                    record -> {
                      String user = new String(record.key(), StandardCharsets.UTF_8);
                      compared[0] += compare(model, movies, user, record.value());
                    });
            return compared[0] > 5 * SHAPE.users();
          });
    }
  }

  private static int compare(
      SavedModel model, Map<String, Integer> movies, String user, byte[] value) {
    Recommendations list = Recommendations.fromJson(value);
    if (list.generation() != 1) {
      return 0;
    }
    int compared = 0;
    for (Recommendations.Item item : list.items()) {
      Integer movie = movies.get(item.movieId());
      Float predicted = item.predictedRating();
      if (movie != null && predicted != null) {
        assertEquals(model.predict(model.user(user), movie), predicted, .006, user);
        compared++;
      }
    }
    return compared;
  }

  private Program.Result export(Cluster cluster, String prefix, int generation, Path out)
      throws Exception {
    return Program.run(
        logs.resolve("export.log"),
        "export",
        "-b",
        cluster.servers(),
        "--prefix",
        prefix,
        "--generation",
        Integer.toString(generation),
        "--out",
        out.toString());
  }

  private Program.Result bringIn(Cluster cluster, String prefix, Path in, String... more)
      throws Exception {
    return Program.run(logs.resolve("import.log"), line(cluster, prefix, in, more));
  }

  private static String[] line(Cluster cluster, String prefix, Path in, String... more) {
    List<String> line =
        new ArrayList<>(List.of("import", "-b", cluster.servers(), "--prefix", prefix));
    line.addAll(List.of("--set", "partitions=" + Cluster.PARTITIONS, "--in", in.toString()));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }
}
