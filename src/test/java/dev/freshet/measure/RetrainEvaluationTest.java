package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import dev.freshet.data.RatingSet;
import dev.freshet.online.Scale;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.wire.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The figures that {@code evaluate --retrain-every} prints are those that {@link ToyStream} shows
 * by hand. No user has ratings enough for what was trained to count, so a candidate learns them one
 * by one, as the live model does, and predicts the same.
 */
@BrokerTest
@Timeout(240)
class RetrainEvaluationTest {

  private static final double CLOSE = 1e-5;

  /**
   * Retrained after six ratings and learning nothing afterwards. The mean of these pulls new users
   * to 3 + (20 − 18) / (6 + 10) = 3.125. u2 starts there; 3 moves it to 3.0625, 5 to 4.03125.
   */
  private static final double[] RETRAIN_ONLY = {
    0, 0, 0, 0, 0, 0, 4.03125, 4.03125, 3.125, 3.125, 3.125, 3.125
  };

  @Test
  void aRefusedCandidateChangesNoFigure(@TempDir Path directory) throws Exception {
    RetrainReport report = run(directory, UnaryOperator.identity());
    RetrainReport.Step step = report.checkpoints().get(0);
    assertEquals(Checkpoint.Fate.REFUSED, step.checkpoint().fate());
    assertEquals(
        "too few ratings to train and to judge: 6 stand, 2000 are needed",
        step.checkpoint().reason());
    assertEquals(0, step.secondsToAdopt());
    assertEquals(0, step.reapplied());
  }

  /** A gate that looks at the newest three ratings and lets anything pass. */
  @Test
  void anAdoptedCandidateGoesOnWhereTheLiveModelWas(@TempDir Path directory) throws Exception {
    RetrainReport report =
        run(directory, settings -> settings.with(new Gate.Settings(.5f, 3, -100)));
    RetrainReport.Step step = report.checkpoints().get(0);
    assertEquals(Checkpoint.Fate.PROMOTED, step.checkpoint().fate(), step.checkpoint().reason());
    assertEquals(1, step.checkpoint().generation());
    assertEquals(6, step.checkpoint().ratings());
    assertTrue(step.secondsToAdopt() > 0);
    assertEquals(0, step.reapplied(), "the snapshot has all ratings");
    assertTrue(report.toTable().contains("generation 1 "), report.toTable());
  }

  /** The second replay is stopped, as Ctrl-C does it. */
  @Test
  void whatIsKnownWhenItIsStoppedIsReported(@TempDir Path directory) throws Exception {
    RetrainEvaluation evaluation =
        new RetrainEvaluation(
            ToyStream.settings(),
            ToyStream.read(directory),
            1,
            .5,
            4f,
            (stage, done, of) -> {
              if (stage.equals("learning online alone")) {
                Thread.currentThread().interrupt();
              }
            });
    EvaluationException stopped =
        assertThrows(EvaluationException.class, () -> evaluation.run(null));
    assertEquals("stopped", stopped.getMessage());
    assertFalse(Thread.interrupted());

    RetrainReport report = evaluation.soFar("stopped");

    assertEquals(1, report.checkpoints().size());
    assertEquals(ToyStream.online(6), report.rmse().hybridSecondHalf(), CLOSE);
    assertNull(report.rmse().retrainOnlySecondHalf());
    assertNull(report.lists());
    assertTrue(report.toTable().contains("incomplete, it ended early: stopped"));
    assertEquals("stopped", new ObjectMapper().valueToTree(report).path("incomplete").asText());
  }

  /** The ninth of a dozen ratings is off the scale that the stream has: it is rejected. */
  @Test
  void aRatingThatTheStreamRejectsIsCountedAndNothingWaitsForIt(@TempDir Path directory)
      throws Exception {
    RatingSet whole = ToyStream.readOn(directory, new Scale(0, 5), 8, 0);
    RatingSet set = new RatingSet(whole.format(), whole.ratings(), whole.movies(), new Scale(1, 5));
    RetrainReport report =
        new RetrainEvaluation(
                ToyStream.settings(),
                set,
                1,
                .5,
                4f,
                settings -> settings.with(new Gate.Settings(.5f, 3, -100)),
                (stage, done, of) -> {})
            .run(null);
    EventCounts counts = Objects.requireNonNull(report.counts());
    assertEquals(
        new EventCounts(ToyStream.RATINGS, ToyStream.RATINGS - 1, 0, 0, 0, 0, 0, 1), counts);
    assertTrue(report.toTable().contains(counts.toString()), report.toTable());
    assertEquals(1, report.checkpoints().size());
  }

  private static RetrainReport run(Path directory, UnaryOperator<RetrainSettings> retraining)
      throws Exception {
    Path picture = directory.resolve("curves.png");
    RetrainReport report =
        new RetrainEvaluation(
                ToyStream.settings(),
                ToyStream.read(directory),
                1,
                .5,
                4f,
                retraining,
                (stage, done, of) -> {})
            .run(picture);
    assertEquals(ToyStream.RATINGS, report.ratings());
    assertEquals(1, report.checkpoints().size());
    assertEquals(6, report.checkpoints().get(0).at());
    RetrainReport.RetrainErrors rmse = report.rmse();
    assertEquals(ToyStream.online(0), rmse.hybrid(), CLOSE);
    assertEquals(ToyStream.online(6), rmse.hybridSecondHalf(), CLOSE);
    assertEquals(ToyStream.online(6), rmse.onlineSecondHalf(), CLOSE);
    assertEquals(ToyStream.bias(6), rmse.biasSecondHalf(), CLOSE);
    assertEquals(ToyStream.rmse(RETRAIN_ONLY, 6), rmse.retrainOnlySecondHalf(), CLOSE);
    ToyStream.assertListsWereAskedFor(
        Objects.requireNonNull(report.lists()), List.of("served", "servedOnline"));
    assertTrue(Files.size(picture) > 0);
    assertEquals(1, new ObjectMapper().valueToTree(report).path("checkpoints").size());
    return report;
  }
}
