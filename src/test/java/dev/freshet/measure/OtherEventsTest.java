package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.Ratings;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that are no ratings have no error, and change none. */
class OtherEventsTest {

  private static final Scale STARS = new Scale(1, 5);

  @TempDir private Path directory;

  private Ratings read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("ratings.csv"), text);
    return RatingFiles.open(file, STARS).ratings();
  }

  private static Predictions sequential(Ratings ratings) {
    return Predictions.sequential(ratings, new OnlineSgd(OnlineSgd.Settings.defaults(), STARS));
  }

  @Test
  void nothingIsPredictedForThem() throws IOException {
    Ratings alone = read("user,movie,rating\na,m1,5\na,m2,2\nb,m1,4\n");
    Ratings mixed =
        read("user,movie,rating,event\na,m1,5,\nb,m2,,view\na,m2,2,\na,m1,4,view\nb,m1,4,\n");
    float[] of = sequential(alone).online();
    Predictions predictions = sequential(mixed);
    assertArrayEquals(
        new float[] {of[0], Float.NaN, of[1], Float.NaN, of[2]}, predictions.online());
    assertEquals(
        sequential(alone).rmse(of, 0, 3), predictions.rmse(predictions.online(), 0, 5), 1e-12);
    assertNull(predictions.rmse(predictions.online(), 3, 4), "a view alone");
    assertEquals(0, new LearnedTotals(new EventCounts(5, 2, 3, 0, 0, 0, 0, 0), 0, 0, 0).rmse(0));
    assertNull(new LearnedTotals(new EventCounts(5, 0, 5, 0, 0, 0, 0, 0), 0, 0, 0).rmse(0));
  }

  @Test
  void anErrorOfNothingIsLeftOutOfReports() {
    EvaluationReport report =
        new EvaluationReport(
            0,
            40,
            2,
            20,
            100,
            .2,
            new EvaluationReport.EvaluationErrors(null, null, null, null, null, null, null),
            0,
            100,
            0,
            new EventCounts(40, 0, 40, 0, 0, 0, 0, 0),
            8,
            8,
            0,
            9,
            1_000,
            1,
            1,
            1,
            Map.of(),
            null,
            null);
    JsonNode json = new ObjectMapper().valueToTree(report);
    assertEquals(0, json.path("rmse").size(), json.toString());
    assertEquals(40, json.path("events").intValue());
    assertEquals(40, json.path("counted").intValue());
    List<String> lines = report.toTable().lines().toList();
    assertTrue(
        lines.get(0).startsWith("events                         40   in 2.0 s"), lines.get(0));
    assertTrue(
        lines.contains("online (live)                     -              -  "), report.toTable());
    assertFalse(report.toTable().contains("NaN") || report.toTable().contains("null"));

    RetrainReport retrained =
        new RetrainReport(
            0, 40, new RetrainReport.RetrainErrors(null, .5, null, null, null), List.of(), null);
    assertEquals(
        "{\"hybridSecondHalf\":0.5}",
        new ObjectMapper().valueToTree(retrained).path("rmse").toString());
    assertTrue(
        retrained.toTable().contains("(live)    0.5000   (whole stream    -  )"),
        retrained.toTable());
  }

  @Test
  void aCountedInteractionEndsTheClock() {
    Tally tally = new Tally();
    tally.outcome(dev.freshet.stream.Admission.Outcome.COUNTED);
    tally.outcome(dev.freshet.stream.Admission.Outcome.COUNTED);
    assertTrue(tally.seconds() > 0 && tally.seconds() < 60, tally.seconds() + " s");
    assertEquals(2, tally.handled());
  }
}
