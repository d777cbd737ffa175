package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RankingTraining;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.train.models.RankingFit;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.Ranking;
import dev.freshet.wire.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ranking head in a running system: its vectors are published with the fate of a candidate,
 * lists that are worse change nothing (invariant I4), and a rollback takes them along (I5).
 */
@BrokerTest
class RankingGateTest {

  private static final String PREFIX = "ranking.";
  private static final PlantedShape SHAPE =
      new PlantedShape(1_200, 300, 160_000, 1, 1, 1, .3, 3.5, 1);

  private static final int HISTORY = 50_000;

  /** Produced slowly, so that there is time to look where each movie stands. */
  private static final int NEWEST = 10_000;

  /** Half a standard error is enough: what shuffled vectors lose must not hang on chance. */
  private static final Gate.Settings GATE = new Gate.Settings(.1f, 1_000, .5f);

  /** Every movie has another's vector. */
  private static final RankingTraining SHUFFLED =
      (table, fitting) -> {
        RankingFit fit = RankingFit.of(table, fitting);
        if (fit == null) {
          return null;
        }
        int[] movies = fit.movies().clone();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = movies.length - 1; i > 0; i--) {
          int j = random.nextInt(i);
          int swap = movies[i];
          movies[i] = movies[j];
          movies[j] = swap;
        }
        return new RankingFit(movies, fit.likes(), fit.vectors());
      };

  @Test
  void listsThatAreWorseChangeNothingAndVectorsComeAndGoWithTheirGeneration(
      @TempDir Path stateDir, @TempDir Path logs) throws Exception {
    StreamSettings settings;
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, SHAPE);
        FreshetStreams freshet =
            Cluster.start(cluster.settings(PREFIX, stateDir), LearningListener.NONE)) {
      settings = cluster.settings(PREFIX, stateDir);
      generations.rate(HISTORY);
      generations.awaitLearned();
      rateSlowly(generations);

      Checkpoint first = fateOf(1, RankingTraining.ADAM, generations, settings);
      Ranking ranking = first.rankingOrNone();
      assertEquals(Checkpoint.Fate.PROMOTED, first.fate(), first.reason());
      assertTrue(ranking.judged() >= 500, first.reason());
      assertEquals(1, ranking.generation(), first.reason());
      assertEquals(ranking.movies(), vectors(generations).size());
      generations.awaitAdopted(1);
      rateSlowly(generations);

      Checkpoint shuffled = fateOf(2, SHUFFLED, generations, settings);
      assertEquals(Checkpoint.Fate.REFUSED, shuffled.fate(), shuffled.reason());
      assertTrue(shuffled.reason().contains("; lists worse on the newest "), shuffled.reason());
      assertTrue(shuffled.judgement().gain() > 0, "its ratings are better: " + shuffled.reason());
      assertEquals(1, shuffled.rankingOrNone().generation());
      assertEquals(ranking.movies(), vectors(generations).size());

      Checkpoint back = bringBack(3, 0, generations, settings);
      assertEquals(Checkpoint.Fate.PROMOTED, back.fate(), back.reason());
      assertEquals(3, back.rankingOrNone().generation());
      assertEquals(0, back.rankingOrNone().movies());
      generations.awaitAdopted(3);

      Checkpoint again = bringBack(4, 1, generations, settings);
      assertEquals(Checkpoint.Fate.PROMOTED, again.fate(), again.reason());
      assertEquals(4, again.rankingOrNone().generation());
      assertEquals(ranking.movies(), again.rankingOrNone().movies());
      Map<String, Integer> generationsOfVectors = vectors(generations);
      assertEquals(ranking.movies(), generationsOfVectors.size());
      assertTrue(generationsOfVectors.values().stream().allMatch(g -> g == 4));
      generations.awaitAdopted(4);
      generations.assertHealthy(logs);
      assertTrue(freshet.isRunning());
    }
  }

  private static void rateSlowly(Generations generations) {
    int enough = generations.produced() + NEWEST;
    generations.rateUntil("all produced", () -> generations.produced() >= enough);
    generations.awaitLearned();
  }

  private static Checkpoint fateOf(
      int generation, RankingTraining training, Generations generations, StreamSettings settings) {
    return fate(generation, training, new RetrainRequest("candidate", null), generations, settings);
  }

  private static Checkpoint bringBack(
      int generation, int restored, Generations generations, StreamSettings settings) {
    RetrainRequest request = new RetrainRequest("back", restored);
    return fate(generation, RankingTraining.ADAM, request, generations, settings);
  }

  private static Checkpoint fate(
      int generation,
      RankingTraining training,
      RetrainRequest request,
      Generations generations,
      StreamSettings settings) {
    RetrainSettings usual = Generations.onRequest(settings).with(GATE);
    try (Retrainer trainer =
        new Retrainer(usual.with(usual.training().with(training)), RetrainListener.NONE)) {
      trainer.start();
      generations.request(request);
      return generations.awaitFate(generation);
    }
  }

  /** The generation of the newest vector of each movie, as far as there is one. */
  private static Map<String, Integer> vectors(Generations generations) {
    Map<String, Integer> newest = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> reader =
        generations.consumer("read_committed", Topic.RANKING_VECTORS)) {
      int empty = 0;
      while (empty < 3) {
        var records = reader.poll(Duration.ofMillis(500));
        empty = records.isEmpty() ? empty + 1 : 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (!CheckpointEnd.isKey(record.key())) {
            newest.put(
                new String(record.key(), StandardCharsets.UTF_8),
                MovieFactors.finite(record.value()).generation());
          }
        }
      }
    }
    return newest;
  }
}
