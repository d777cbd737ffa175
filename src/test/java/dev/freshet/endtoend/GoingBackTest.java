package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.retrain.LiveWatch;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RetrainRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a promotion everybody begins to like what they disliked: the new model does worse than the
 * one before, and Freshet goes back by itself, once, even though its trainer was replaced
 * meanwhile. Nothing is lost or counted twice: the doctor says so.
 */
@BrokerTest
class GoingBackTest {

  private static final String PREFIX = "back.";
  private static final int HISTORY = 25_000;
  private static final int WINDOW = 1_000;

  private final Fates fates = new Fates();

  @Test
  void aPromotedModelThatDoesWorseLiveGivesWayToTheOneBefore(
      @TempDir Path state, @TempDir Path directory) throws Exception {
    PlantedShape shape = PlantedShape.DEFAULT.withRatings(HISTORY + 4 * WINDOW);
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, shape)) {
      StreamSettings settings = cluster.settings(PREFIX, state);
      RetrainSettings retrain =
          Generations.onRequest(settings)
              .with(
                  new LiveWatch.Settings(
                      .02f, new LiveWatch.Window(WINDOW, 2), 0, Duration.ofDays(7)));
      try (FreshetStreams streams = Cluster.start(settings, LearningListener.NONE)) {
        try (Retrainer trainer = new Retrainer(retrain, fates)) {
          trainer.start();
          generations.rate(HISTORY);
          generations.awaitLearned();
          generations.request(new RetrainRequest("a test", null));
          Checkpoint promoted = fates.next();
          assertEquals(Checkpoint.Fate.PROMOTED, promoted.fate(), promoted.reason());
          assertEquals(Checkpoint.Trigger.REQUEST, promoted.trigger());
          assertEquals(1, fates.awaitAdopted(1));
          Cluster.await(
              "the window begins",
              Duration.ofMinutes(1),
              () -> watch() != null && watch().from() != null);
          generations.rateMirrored(WINDOW / 2);
          generations.awaitLearned();
        }
        try (Retrainer successor = new Retrainer(retrain, fates)) {
          successor.start();
          generations.rateMirrored(3 * WINDOW / 2);
          Checkpoint back = fates.next();
          assertEquals(Checkpoint.Fate.PROMOTED, back.fate(), back.reason());
          assertEquals(Checkpoint.Trigger.WATCH, back.trigger());
          assertEquals(0, back.lineage().restores());
          assertTrue(
              back.reason().startsWith("generation 0 came back by itself: over "), back.reason());
          fates.awaitAdopted(back.generation());

          generations.rateMirrored(2 * WINDOW);
          Cluster.await(
              "a window passes under what came back",
              Duration.ofMinutes(2),
              () -> watch() != null && watch().after() != null);
          assertTrue(fates.hasNoMore(), "it does not go back and forth");
          assertEquals(2, Objects.requireNonNull(fates.standing().live()).generation());
          generations.assertHealthy(directory);
          assertTrue(streams.isRunning());
        }
      }
    }
  }

  private Checkpoint.Watch watch() {
    Checkpoint live = fates.standing().live();
    return live == null ? null : live.watch();
  }
}
