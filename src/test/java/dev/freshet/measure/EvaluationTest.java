package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.measure.lists.ListFindings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The figures that {@code evaluate} prints are those that {@link ToyStream} shows by hand. */
@BrokerTest
@Timeout(240)
class EvaluationTest {

  private static final Evaluation.Effort LITTLE = new Evaluation.Effort(500, 1);

  /** Figures are read as floats from Kafka. */
  private static final double CLOSE = 1e-5;

  @Test
  void theFiguresAreThoseWorkedOutByHand(@TempDir Path directory) throws Exception {
    Path picture = directory.resolve("curves.png");
    RatingSet toy = ToyStream.read(directory);
    EvaluationReport report =
        new Evaluation(ToyStream.settings(), toy, 1, 4f, LITTLE, (stage, done, of) -> {})
            .run(picture);

    assertEquals(new EventCounts(12, 12, 0, 0, 0, 0, 0, 0), report.counts());
    EvaluationReport.EvaluationErrors rmse = report.rmse();
    assertEquals(Math.sqrt(36.5 / 12), ToyStream.online(0), 1e-12, "by hand twice");
    assertEquals(ToyStream.online(0), rmse.online(), CLOSE);
    assertEquals(ToyStream.online(6), rmse.onlineSecondHalf(), CLOSE);
    assertEquals(ToyStream.online(0), rmse.sequential(), CLOSE);
    assertEquals(ToyStream.online(6), rmse.sequentialSecondHalf(), CLOSE);
    assertEquals(Math.sqrt(28 / 12.), ToyStream.bias(0), 1e-12, "by hand twice");
    assertEquals(ToyStream.bias(0), rmse.bias(), CLOSE);
    assertEquals(ToyStream.bias(6), rmse.biasSecondHalf(), CLOSE);
    assertEquals(ToyStream.mean(), rmse.globalMean(), CLOSE);

    assertEquals(ToyStream.USERS, report.usersRated());
    assertEquals(ToyStream.USERS, report.usersWithList());
    assertEquals(0, report.listsWithRatedMovies());
    assertTrue(report.listsSent() >= ToyStream.USERS, report.toTable());
    assertTrue(report.maxStalenessRatings() <= ToyStream.RATINGS, report.toTable());
    assertTrue(report.ratingsPerSecond() > 0 && report.passThroughPerSecond() > 0);
    assertTrue(Files.size(picture) > 0);

    ToyStream.assertListsWereAskedFor(
        Objects.requireNonNull(report.lists()), List.of("servedOnline"));

    JsonNode json = new ObjectMapper().valueToTree(report);
    assertEquals(12, json.path("produced").intValue(), "beside the other figures");
    assertEquals(12, json.path("learned").intValue());
    assertEquals(3, json.path("lists").path("questions").intValue());
    assertTrue(report.toTable().contains("produced 12 = learned 12 + counted 0 + unchanged 0"));
  }

  /** Ten people take eight movies, in orders of their own: nothing is rated. */
  @Test
  void takeUpHasListsAndNoErrors(@TempDir Path directory) throws Exception {
    StringBuilder csv = new StringBuilder("userId,movieId,event,timestamp\n");
    for (int i = 0; i < 40; i++) {
      String event = i % 4 == 3 ? "view" : "take";
      csv.append(
          "u%d,m%d,%s,%d%n".formatted(i % 10, (i * 3 + i / 10) % 8, event, 1_000_000_000 + i));
    }
    RatingSet taken = RatingFiles.open(Files.writeString(directory.resolve("takes.csv"), csv));
    EvaluationReport report =
        new Evaluation(ToyStream.settings(), taken, 1, 4f, LITTLE, (stage, done, of) -> {})
            .run(null);

    assertEquals(new EventCounts(40, 0, 40, 0, 0, 0, 0, 0), report.counts());
    assertNull(report.rmse().online());
    assertNull(report.rmse().sequential());
    assertEquals(0, report.ratings());
    assertEquals(10, report.usersWithList());
    assertEquals(0, report.listsWithRatedMovies());
    ListFindings lists = Objects.requireNonNull(report.lists());
    int questions = (int) lists.toMap().get("questions");
    assertTrue(questions > 10 && questions < 28, "takes alone, not views: " + questions);
    lists
        .paced()
        .answers()
        .values()
        .forEach(of -> assertEquals(1, lists.figures(of).get("recallAt10")));
    assertFalse(lists.references().containsKey("predictedRating"));
  }

  /** The throughput is known, and the orders that need no replay. */
  @Test
  void whatIsKnownWhenItIsStoppedIsReported(@TempDir Path directory) throws Exception {
    Evaluation evaluation =
        new Evaluation(
            ToyStream.settings(),
            ToyStream.read(directory),
            1,
            4f,
            LITTLE,
            (stage, done, of) -> {
              if (stage.equals("asking for lists")) {
                Thread.currentThread().interrupt();
              }
            });
    assertNull(evaluation.soFar("stopped"), "nothing was measured yet");
    EvaluationException stopped =
        assertThrows(EvaluationException.class, () -> evaluation.run(null));
    assertEquals("stopped", stopped.getMessage());

    EvaluationReport report = Objects.requireNonNull(evaluation.soFar("stopped"));
    assertEquals(12, report.counts().learned());
    ListFindings lists = Objects.requireNonNull(report.lists());
    assertTrue(lists.references().containsKey("popularity"));
    assertEquals(Map.of(), lists.paced().answers());
    assertTrue(report.toTable().contains("incomplete, it ended early: stopped"));
    assertEquals("stopped", new ObjectMapper().valueToTree(report).path("incomplete").asText());
  }

  @Test
  void anEventTooManyFailsTheRun(@TempDir Path directory) throws Exception {
    RatingSet toy = ToyStream.read(directory);
    try (LocalSystem system = LocalSystem.start(EmbeddedBroker.Settings.temporary(), 1)) {
      AtomicBoolean isSent = new AtomicBoolean();
      Evaluation.StageProgress intruder =
          (stage, done, of) -> {
            if (stage.equals("warming up") && isSent.compareAndSet(false, true)) {
              sendAgain(system, toy);
            }
          };
      Evaluation evaluation = new Evaluation(ToyStream.settings(), toy, 1, null, LITTLE, intruder);
      EvaluationException wrong =
          assertThrows(EvaluationException.class, () -> evaluation.run(system, null));
      assertEquals(
          "the counts do not add up: produced 12 ≠ learned 12 + counted 0 + unchanged 1 + late 0 + retracted 0"
              + " + forgotten 0 + rejected 0; 1 too many",
          wrong.getMessage());
    }
  }

  private static void sendAgain(LocalSystem system, RatingSet toy) {
    Map<String, Object> kafka = Map.of("bootstrap.servers", system.bootstrapServers());
    try (Replay replay = new Replay(kafka, "freshet.")) {
      replay.rating(toy.ratings().event(ToyStream.RATINGS - 1));
      replay.flush();
    }
  }
}
