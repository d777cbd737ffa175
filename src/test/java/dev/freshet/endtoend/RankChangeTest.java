package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.wire.Checkpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another rank in the settings is a migration: learning goes on, and it is retrained at once. */
@BrokerTest
class RankChangeTest {

  private static final String PREFIX = "rank.";
  private static final int HISTORY = 25_000;
  private static final int MEANWHILE = 1_000;
  private static final int OLD = 12;
  private static final int NEW = 8;

  @Test
  void theSystemGoesOnInTheOldRankUntilAGenerationOfTheNewOneIsLive(
      @TempDir Path state, @TempDir Path directory) throws Exception {
    PlantedShape shape = PlantedShape.DEFAULT.withRatings(HISTORY + 2 * MEANWHILE);
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, shape)) {
      StreamSettings before = Cluster.withRank(cluster.settings(PREFIX, state), OLD);
      try (FreshetStreams streams = Cluster.start(before, LearningListener.NONE)) {
        generations.rate(HISTORY);
        generations.awaitLearned();
        assertTrue(streams.isRunning());
      }

      StreamSettings after = Cluster.withRank(before, NEW);
      Fates fates = new Fates();
      try (FreshetStreams streams = Cluster.start(after, LearningListener.NONE)) {
        generations.rate(MEANWHILE);
        generations.awaitLearned(); // nobody retrains yet
        try (Retrainer trainer = new Retrainer(Generations.onRequest(after), fates)) {
          trainer.start();
          Checkpoint checkpoint = fates.next(); // nobody asked for it, and still it is time
          String why = "learn.rank changed from 12 to 8: better on the newest";
          assertTrue(checkpoint.reason().startsWith(why), checkpoint.reason());
          assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate());
          assertEquals(NEW, checkpoint.content().space().rank());
          generations.rate(MEANWHILE);
          assertEquals(checkpoint.generation(), fates.awaitAdopted(checkpoint.generation()));
          generations.assertHealthy(directory);
          assertTrue(streams.isRunning());
          assertTrue(fates.hasNoMore(), "once is enough");
        }
      }
    }
  }
}
