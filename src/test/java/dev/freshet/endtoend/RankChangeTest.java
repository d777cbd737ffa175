package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingSet;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.event.Checkpoint;
import dev.freshet.proof.Replay;
import dev.freshet.proof.Tally;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another rank in the settings is a migration: learning goes on, and it is retrained at once. */
class RankChangeTest {

  private static final String PREFIX = "rank.";
  private static final int HISTORY = 25_000;
  private static final int MEANWHILE = 1_000;
  private static final int OLD = 12;
  private static final int NEW = 8;

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
  void theSystemGoesOnInTheOldRankUntilAGenerationOfTheNewOneIsLive(
      @TempDir Path state, @TempDir Path directory) throws Exception {
    RatingSet planted =
        SyntheticRatings.planted(PlantedShape.DEFAULT.withRatings(HISTORY + 2 * MEANWHILE));
    try (Cluster cluster = new Cluster();
        Replay replay = new Replay(Map.of("bootstrap.servers", cluster.servers()), PREFIX)) {
      cluster.createTopics(PREFIX);
      replay.movies(planted.movies());
      StreamSettings before = Cluster.withRank(cluster.settings(PREFIX, state), OLD);
      Tally old = new Tally();
      try (FreshetStreams streams = Cluster.start(before, old)) {
        produce(replay, planted, 0, HISTORY);
        await(old, HISTORY);
        assertTrue(streams.isRunning());
      }

      StreamSettings after = Cluster.withRank(before, NEW);
      Tally tally = new Tally();
      try (FreshetStreams streams = Cluster.start(after, tally)) {
        produce(replay, planted, HISTORY, HISTORY + MEANWHILE);
        await(tally, MEANWHILE); // nobody retrains yet
        try (Retrainer trainer = new Retrainer(retrain(after), listener)) {
          trainer.start();
          Checkpoint checkpoint = decided.poll(3, TimeUnit.MINUTES);
          assertNotNull(checkpoint, "nobody asked for it, and still it is time");
          String why = "learn.rank changed from 12 to 8: better on the newest";
          assertTrue(checkpoint.reason().startsWith(why), checkpoint.reason());
          assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate());
          assertEquals(NEW, checkpoint.content().space().rank());
          produce(replay, planted, HISTORY + MEANWHILE, HISTORY + 2 * MEANWHILE);
          assertEquals(checkpoint.generation(), adopted.poll(3, TimeUnit.MINUTES));
          await(tally, 2 * MEANWHILE);
          assertHealthy(cluster, directory);
          assertTrue(streams.isRunning());
          assertEquals(0, decided.size(), "once is enough");
        }
      }
    }
  }

  private static void await(Tally tally, int ratings) {
    Cluster.await(
        ratings + " are learned", Duration.ofMinutes(3), () -> tally.learnedByMovies() >= ratings);
  }

  private static void produce(Replay replay, RatingSet set, int from, int to) {
    for (int i = from; i < to; i++) {
      replay.rating(set.ratings().event(i));
    }
    replay.flush();
  }

  private static RetrainSettings retrain(StreamSettings settings) {
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", settings.kafka().get("bootstrap.servers"));
    return RetrainSettings.onRequest(
        kafka, settings.prefix(), settings.partitions(), settings.sgd(), settings.scale());
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
  }
}
