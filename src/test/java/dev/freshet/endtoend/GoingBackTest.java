package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingSet;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.event.Checkpoint;
import dev.freshet.event.RatingEvent;
import dev.freshet.event.RetrainRequest;
import dev.freshet.model.Scale;
import dev.freshet.proof.Replay;
import dev.freshet.proof.Tally;
import dev.freshet.retrain.LiveWatch;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.retrain.Standing;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a promotion everybody begins to like what they disliked: the new model does worse than the
 * one before, and Freshet goes back by itself, once, even though its trainer was replaced
 * meanwhile. Nothing is lost or counted twice: the doctor says so.
 */
class GoingBackTest {

  private static final String PREFIX = "back.";
  private static final int HISTORY = 25_000;
  private static final int WINDOW = 1_000;

  private final BlockingQueue<Checkpoint> decided = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> adopted = new LinkedBlockingQueue<>();
  private volatile Standing standing = new Standing(null, null, Double.NaN);

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

        @Override
        public void looked(Standing now) {
          standing = now;
        }
      };

  @Test
  void aPromotedModelThatDoesWorseLiveGivesWayToTheOneBefore(
      @TempDir Path state, @TempDir Path directory) throws Exception {
    RatingSet planted =
        SyntheticRatings.planted(PlantedShape.DEFAULT.withRatings(HISTORY + 4 * WINDOW));
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      Tally tally = new Tally();
      StreamSettings settings = cluster.settings(PREFIX, state);
      try (Replay replay = new Replay(Map.of("bootstrap.servers", cluster.servers()), PREFIX);
          FreshetStreams streams = Cluster.start(settings, tally)) {
        replay.movies(planted.movies());
        try (Retrainer trainer = new Retrainer(retrain(settings), listener)) {
          trainer.start();
          produce(replay, planted, 0, HISTORY, false);
          awaitLearned(tally, HISTORY);
          replay.retrain(new RetrainRequest("a test", null));
          Checkpoint promoted = await(decided);
          assertEquals(Checkpoint.Fate.PROMOTED, promoted.fate(), promoted.reason());
          assertEquals(Checkpoint.Trigger.REQUEST, promoted.trigger());
          assertEquals(1, await(adopted));
          Cluster.await(
              "the window begins",
              Duration.ofMinutes(1),
              () -> watch() != null && watch().from() != null);
          produce(replay, planted, HISTORY, HISTORY + WINDOW / 2, true);
          awaitLearned(tally, HISTORY + WINDOW / 2);
        }
        try (Retrainer successor = new Retrainer(retrain(settings), listener)) {
          successor.start();
          produce(replay, planted, HISTORY + WINDOW / 2, HISTORY + 2 * WINDOW, true);
          Checkpoint back = await(decided);
          assertEquals(Checkpoint.Fate.PROMOTED, back.fate(), back.reason());
          assertEquals(Checkpoint.Trigger.WATCH, back.trigger());
          assertEquals(0, back.restores());
          assertTrue(
              back.reason().startsWith("generation 0 came back by itself: over "), back.reason());
          int newest = await(adopted);
          while (newest < back.generation()) {
            newest = await(adopted); // the successor says again what it found adopted
          }

          produce(replay, planted, HISTORY + 2 * WINDOW, HISTORY + 4 * WINDOW, true);
          Cluster.await(
              "a window passes under what came back",
              Duration.ofMinutes(2),
              () -> watch() != null && watch().after() != null);
          assertNull(decided.poll(), "it does not go back and forth");
          assertEquals(2, Objects.requireNonNull(standing.live()).generation());
          assertHealthy(cluster, directory);
          assertTrue(streams.isRunning());
        }
      }
    }
  }

  private Checkpoint.Watch watch() {
    Checkpoint live = standing.live();
    return live == null ? null : live.watch();
  }

  private static RetrainSettings retrain(StreamSettings settings) {
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", settings.kafka().get("bootstrap.servers"));
    return RetrainSettings.onRequest(
            kafka, settings.prefix(), settings.partitions(), settings.sgd(), settings.scale())
        .with(new LiveWatch.Settings(WINDOW, .02f, 2, 0));
  }

  /** Mirrored ratings lie on the other side of their mean: biases stay, tastes turn. */
  private static void produce(Replay replay, RatingSet set, int from, int to, boolean mirrored) {
    float twice = (float) (2 * PlantedShape.DEFAULT.mean());
    for (int i = from; i < to; i++) {
      RatingEvent event = set.ratings().event(i);
      replay.rating(
          mirrored
              ? new RatingEvent(
                  event.kind(),
                  event.userId(),
                  event.movieId(),
                  Scale.MOVIELENS.clip(twice - event.rating()),
                  event.eventTime())
              : event);
    }
    replay.flush();
  }

  private static void awaitLearned(Tally tally, int ratings) {
    Cluster.await(
        "all is learned", Duration.ofMinutes(3), () -> tally.learnedByMovies() >= ratings);
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
