package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop without ratings: views and purchases are learned, retrained, and judged by lists. */
@BrokerTest
class EventsAloneTest {

  private static final String PREFIX = "events.";

  private static final PlantedShape SHAPE =
      new PlantedShape(600, 300, 80_000, 4, 1, .5, .4, 3.5, 1);

  private static final int HISTORY = 20_000;

  /** Produced slowly, so that there is time to look where each movie stands. */
  private static final int NEWEST = 8_000;

  private static final Gate.Settings GATE = new Gate.Settings(.1f, 1_000, .5f, 300);

  @Test
  void aStreamWithoutRatingsIsRetrainedByItsLists(@TempDir Path stateDir, @TempDir Path logs)
      throws Exception {
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, SHAPE);
        FreshetStreams freshet =
            Cluster.start(cluster.settings(PREFIX, stateDir), LearningListener.NONE)) {
      generations.rateNothing();
      generations.rate(HISTORY);
      generations.awaitLearned();
      int enough = generations.produced() + NEWEST;
      generations.rateUntil("all produced", () -> generations.produced() >= enough);
      generations.awaitLearned();

      Checkpoint fate = fate(generations, cluster.settings(PREFIX, stateDir));
      assertEquals(Checkpoint.Fate.PROMOTED, fate.fate(), fate.reason());
      assertTrue(fate.reason().startsWith("lists better on the newest "), fate.reason());
      assertTrue(fate.reason().contains("; ratings not judged: too few"), fate.reason());
      assertEquals(1, fate.rankingOrNone().generation());
      assertEquals(0, fate.ratings());
      generations.awaitAdopted(1);
      int more = generations.produced() + 2_000;
      generations.rateUntil("more produced", () -> generations.produced() >= more);
      generations.awaitLearned();
      generations.assertHealthy(logs);

      Map<String, Recommendations> lists = lists(generations);
      assertFalse(lists.isEmpty());
      for (Recommendations list : lists.values()) {
        assertEquals(0, list.ratings());
        assertTrue(list.interactions() > 0);
        list.items().forEach(item -> assertNull(item.predictedRating()));
      }
      assertTrue(lists.values().stream().anyMatch(list -> list.rankingGeneration() == 1));
      assertTrue(freshet.isRunning());
    }
  }

  private static Checkpoint fate(Generations generations, StreamSettings settings) {
    RetrainSettings usual = Generations.onRequest(settings).with(GATE);
    try (Retrainer trainer = new Retrainer(usual, RetrainListener.NONE)) {
      trainer.start();
      generations.request(new RetrainRequest("candidate", null));
      return generations.awaitFate(1);
    }
  }

  /** The newest list of each user. */
  private static Map<String, Recommendations> lists(Generations generations) {
    Map<String, Recommendations> newest = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> reader =
        generations.consumer("read_committed", Topic.RECOMMENDATIONS)) {
      int empty = 0;
      while (empty < 3) {
        var records = reader.poll(Duration.ofMillis(500));
        empty = records.isEmpty() ? empty + 1 : 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
          String user = new String(record.key(), StandardCharsets.UTF_8);
          newest.put(user, Recommendations.fromJson(record.value()));
        }
      }
    }
    return newest;
  }
}
