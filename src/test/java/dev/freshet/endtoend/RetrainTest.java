package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.data.PlantedShape;
import dev.freshet.event.Checkpoint;
import dev.freshet.event.RetrainRequest;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    PlantedShape shape = PlantedShape.DEFAULT.withRatings(HISTORY + 2 * MEANWHILE);
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, shape)) {
      StreamSettings settings = cluster.settings(PREFIX, one);
      try (FreshetStreams first = Cluster.start(settings, LearningListener.NONE);
          FreshetStreams second =
              Cluster.start(cluster.settings(PREFIX, other), LearningListener.NONE);
          Retrainer trainer = new Retrainer(Generations.onRequest(settings), listener);
          Retrainer idle = new Retrainer(Generations.onRequest(settings), listener)) {
        trainer.start();
        idle.start();
        generations.rate(HISTORY);
        generations.awaitLearned();

        generations.request(new RetrainRequest("a test", null));
        generations.request(new RetrainRequest("the same, meanwhile", null));
        rateSome(generations);
        Checkpoint checkpoint = await(decided);
        assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
        assertTrue(checkpoint.ratings() >= HISTORY, checkpoint.toString());
        assertEquals(checkpoint.generation(), await(adopted));
        generations.assertHealthy(directory);

        generations.request(new RetrainRequest("back", 0));
        rateSome(generations);
        Checkpoint back = await(decided);
        while (back.restores() == null) {
          back = await(decided); // the request that came meanwhile was answered first
        }
        assertEquals(0, back.restores());
        int newest = await(adopted);
        while (newest < back.generation()) {
          newest = await(adopted);
        }
        generations.assertHealthy(directory);
        assertTrue(first.isRunning() && second.isRunning());
      }
    }
  }

  private static void rateSome(Generations generations) {
    int until = generations.produced() + MEANWHILE;
    generations.rateUntil("ratings come", () -> generations.produced() >= until);
  }

  private static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(3, TimeUnit.MINUTES);
    if (next == null) {
      throw new AssertionError("nothing within 3 minutes");
    }
    return next;
  }
}
