package dev.freshet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingSet;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.event.Checkpoint;
import dev.freshet.event.RetrainRequest;
import dev.freshet.experiment.ModelDirectory;
import dev.freshet.proof.Replay;
import dev.freshet.proof.Tally;
import dev.freshet.retrain.CandidateTraining;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A retrained model becomes live while ratings keep coming, with two instances of everything; then
 * an earlier one comes back. Nothing is lost or counted twice: the doctor says so.
 */
class RetrainTest {

  private static final String PREFIX = "retrain.";
  private static final int HISTORY = 25_000;
  private static final int MEANWHILE = 2_000;
  private static final int KEEP = 2;

  private final BlockingQueue<Checkpoint> decided = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> adopted = new LinkedBlockingQueue<>();
  private final RetrainListener listener =
      new RetrainListener() {
        @Override
        public void decided(Checkpoint checkpoint) {
          decided.add(checkpoint);
        }

        @Override
        public void adopted(int generation) {
          adopted.add(generation);
        }
      };

  @Test
  void aBetterModelBecomesLiveAndAnEarlierOneComesBack(
      @TempDir Path one, @TempDir Path other, @TempDir Path directory) throws Exception {
    RatingSet planted =
        SyntheticRatings.planted(PlantedShape.DEFAULT.withRatings(HISTORY + 2 * MEANWHILE));
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      Tally tally = new Tally();
      StreamSettings settings = cluster.settings(PREFIX, one);
      try (Replay replay = new Replay(Map.of("bootstrap.servers", cluster.servers()), PREFIX);
          FreshetStreams first = Cluster.start(settings, tally);
          FreshetStreams second = Cluster.start(cluster.settings(PREFIX, other), tally);
          Retrainer trainer = new Retrainer(retrain(settings), listener);
          Retrainer idle = new Retrainer(retrain(settings), listener)) {
        trainer.start();
        idle.start();
        replay.movies(planted.movies());
        produce(replay, planted, 0, HISTORY);
        Cluster.await(
            "all is learned", Duration.ofMinutes(3), () -> tally.learnedByMovies() >= HISTORY);

        replay.retrain(new RetrainRequest("a test", null));
        replay.retrain(new RetrainRequest("the same, meanwhile", null));
        produce(replay, planted, HISTORY, HISTORY + MEANWHILE);
        Checkpoint checkpoint = await(decided);
        assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
        assertTrue(checkpoint.ratings() >= HISTORY, checkpoint.toString());
        assertEquals(checkpoint.generation(), await(adopted));
        assertHealthy(cluster, directory);
        int trained = checkpoint.generation();
        assertExported(checkpoint, cluster, directory);
        assertExportFails("there is no generation 99", 99, cluster, directory);

        replay.retrain(new RetrainRequest("back", 0));
        produce(replay, planted, HISTORY + MEANWHILE, HISTORY + 2 * MEANWHILE);
        Checkpoint back = await(decided);
        while (back.restores() == null) {
          back = await(decided); // the request that came meanwhile was answered first
        }
        assertEquals(0, back.restores());
        int newest = await(adopted);
        while (newest < back.generation()) {
          newest = await(adopted);
        }
        assertHealthy(cluster, directory);

        replay.retrain(new RetrainRequest("once more: now there are two newer ones", 0));
        assertEquals(await(decided).generation(), await(adopted));
        replay.retrain(new RetrainRequest("too late", trained));
        Checkpoint late = await(decided);
        String gone = "generation " + trained + " is no longer kept";
        assertEquals(Checkpoint.Fate.REFUSED, late.fate());
        assertEquals(gone, late.reason());
        assertExportFails(gone, trained, cluster, directory);
        assertExportFails("was refused", late.generation(), cluster, directory);
        assertTrue(first.isRunning() && second.isRunning());
      }
    }
  }

  private static RetrainSettings retrain(StreamSettings settings) {
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", settings.kafka().get("bootstrap.servers"));
    return new RetrainSettings(
        kafka,
        kafka,
        settings.prefix(),
        settings.partitions(),
        settings.sgd(),
        settings.scale(),
        RetrainSettings.Schedule.onRequest(),
        CandidateTraining.Settings.defaults(),
        Gate.Settings.defaults(),
        KEEP);
  }

  private static void produce(Replay replay, RatingSet set, int from, int to) {
    for (int i = from; i < to; i++) {
      replay.rating(set.ratings().event(i));
      if (from > 0 && i % 10 == 0) {
        LockSupport.parkNanos(10_000_000); // about 1,000 a second
      }
    }
    replay.flush();
  }

  private static void assertExported(Checkpoint checkpoint, Cluster cluster, Path directory)
      throws Exception {
    Path out = directory.resolve("exported");
    Program.Result export = export(checkpoint.generation(), cluster, directory, out);
    assertEquals(0, export.exitCode(), export.err());
    assertEquals(checkpoint.content().movies(), ModelDirectory.read(out).movies().size());
    JsonNode provenance = new ObjectMapper().readTree(out.resolve("provenance.json").toFile());
    assertEquals(checkpoint.ratings(), provenance.path("ratings").asLong());
    assertEquals(checkpoint.content().users(), provenance.path("users").size());
    assertEquals(
        checkpoint, Checkpoint.fromJson(provenance.path("checkpoint").toString().getBytes(UTF_8)));
  }

  private static void assertExportFails(String why, int generation, Cluster cluster, Path directory)
      throws Exception {
    Program.Result export = export(generation, cluster, directory, directory.resolve("none"));
    assertEquals(1, export.exitCode(), export.out());
    assertTrue(export.err().contains(why), export.err());
    assertEquals(1, export.err().strip().lines().count(), export.err());
  }

  private static Program.Result export(int generation, Cluster cluster, Path directory, Path out)
      throws Exception {
    return Program.run(
        directory.resolve("export.log"),
        "export",
        "-b",
        cluster.servers(),
        "--prefix",
        PREFIX,
        "--generation",
        Integer.toString(generation),
        "--out",
        out.toString());
  }

  private static void assertHealthy(Cluster cluster, Path directory) throws Exception {
    Program.Result doctor =
        Program.run(
            directory.resolve("doctor.log"),
            "doctor",
            "-b",
            cluster.servers(),
            "--prefix",
            PREFIX,
            "--strict",
            "--wait",
            "60s");
    assertEquals(0, doctor.exitCode(), doctor.out() + doctor.err());
    assertEquals(List.of(), doctor.out().lines().filter(l -> l.startsWith("BROKEN")).toList());
  }

  private static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(3, TimeUnit.MINUTES);
    if (next == null) {
      throw new AssertionError("nothing within 3 minutes");
    }
    return next;
  }
}
