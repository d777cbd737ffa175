package dev.freshet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.modelfile.ModelDirectory;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Reapplied;
import dev.freshet.wire.RetrainRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A retrained model becomes live while ratings keep coming, with two instances of everything; then
 * an earlier one comes back. Nothing is lost or counted twice: the doctor says so.
 */
@BrokerTest
class RetrainTest {

  private static final String PREFIX = "retrain.";
  private static final int HISTORY = 25_000;
  private static final int MEANWHILE = 2_000;
  private static final int KEEP = 2;

  private final Fates fates = new Fates();

  @Test
  void aBetterModelBecomesLiveAndAnEarlierOneComesBack(
      @TempDir Path one, @TempDir Path other, @TempDir Path directory) throws Exception {
    PlantedShape shape = PlantedShape.DEFAULT.withRatings(HISTORY + 2 * MEANWHILE);
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, shape)) {
      StreamSettings settings = cluster.settings(PREFIX, one);
      try (FreshetStreams first = Cluster.start(settings, LearningListener.NONE);
          FreshetStreams second =
              Cluster.start(cluster.settings(PREFIX, other), LearningListener.NONE);
          Retrainer trainer = new Retrainer(Generations.onRequest(settings, KEEP), fates);
          Retrainer idle = new Retrainer(Generations.onRequest(settings, KEEP), fates)) {
        trainer.start();
        idle.start();
        generations.rate(HISTORY);
        generations.awaitLearned();

        generations.request(new RetrainRequest("a test", null));
        generations.request(new RetrainRequest("the same, meanwhile", null));
        rateSome(generations);
        Checkpoint checkpoint = fates.next();
        assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
        assertTrue(checkpoint.ratings() >= HISTORY, checkpoint.toString());
        assertEquals(checkpoint.generation(), fates.awaitAdopted(checkpoint.generation()));
        generations.assertHealthy(directory);
        int trained = checkpoint.generation();
        assertExported(checkpoint, cluster, directory);
        assertExportFails("there is no generation 99", 99, cluster, directory);

        generations.request(new RetrainRequest("back", 0));
        rateSome(generations);
        Checkpoint back = fates.next();
        while (back.lineage().restores() == null) {
          back = fates.next(); // the request that came meanwhile was answered first
        }
        assertEquals(0, back.lineage().restores());
        fates.awaitAdopted(back.generation());
        Reapplied again = generations.reapplied();
        assertTrue(again.isKnown() && again.sent() >= HISTORY, again.toString());
        assertEquals(again.sent(), again.learned(), "adopted means learned");
        generations.assertHealthy(directory);

        generations.request(new RetrainRequest("once more: now there are two newer ones", 0));
        fates.awaitAdopted(fates.next().generation());
        generations.request(new RetrainRequest("too late", trained));
        Checkpoint late = fates.next();
        String gone = "generation " + trained + " is no longer kept";
        assertEquals(Checkpoint.Fate.REFUSED, late.fate());
        assertEquals(gone, late.reason());
        assertExportFails(gone, trained, cluster, directory);
        assertExportFails("was refused", late.generation(), cluster, directory);
        assertTrue(first.isRunning() && second.isRunning());
      }
    }
  }

  private static void rateSome(Generations generations) {
    int until = generations.produced() + MEANWHILE;
    generations.rateUntil("ratings come", () -> generations.produced() >= until);
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
}
