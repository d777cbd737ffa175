package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.retrain.FactorTraining;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.train.models.FactorFit;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A movie that enters the catalogue is recommended for its genres before anybody rated it. */
@BrokerTest
class GenresInActionTest {

  private static final String PREFIX = "genres.";
  private static final PlantedShape SHAPE = new PlantedShape(400, 200, 40_000, 4, 1, .5, .4, 3, 1);
  private static final int HISTORY = 2_500;

  /** Trained as usual, but everybody loves westerns. */
  private static final FactorTraining WESTERNS =
      (matrix, trained, judgedFrom, sgd, known, fitting) -> {
        FactorFit fit = FactorTraining.ADAM.fit(matrix, trained, judgedFrom, sgd, known, fitting);
        assertEquals(List.of("Western"), matrix.genres().names());
        return new FactorFit(
            fit.users(),
            fit.movies(),
            fit.userBias(),
            fit.movieBias(),
            fit.mean(),
            new FMatrixRMaj(1, sgd.settings().rank()),
            new FMatrixRMaj(1, 1, true, 3),
            fit.warm(),
            fit.epochs(),
            fit.bestEpoch());
      };

  @Test
  void aNewFilmIsListedForItsGenresAndBothSidesLearnItFromThere(
      @TempDir Path stateDir, @TempDir Path logs) throws Exception {
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, SHAPE);
        FreshetStreams freshet =
            Cluster.start(cluster.settings(PREFIX, stateDir), LearningListener.NONE);
        KafkaConsumer<byte[], byte[]> lists =
            generations.consumer("read_committed", Topic.RECOMMENDATIONS)) {
      generations.catalogue(new Movie("shane", "Shane", List.of("Western"), 1953));
      generations.rate(HISTORY);
      generations.awaitLearned();
      StreamSettings settings = cluster.settings(PREFIX, stateDir);
      request(generations, settings, new RetrainRequest("westerns", null), 1);
      generations.awaitAdopted(1);

      generations.catalogue(new Movie("hud", "Hud", List.of("Western"), 1963));
      generations.rateUntil("Hud leads lists", () -> isListed("hud", lists));
      generations.rateOf("hud", 1, 2);
      generations.awaitLearned();
      float bias = biasOf("hud", generations);
      assertTrue(bias > 0, bias + ": two steps down from 3, not from 0");

      request(generations, settings, new RetrainRequest("back", 1), 2);
      generations.awaitAdopted(2);
      generations.catalogue(new Movie("rio-bravo", "Rio Bravo", List.of("Western"), 1959));
      generations.rateUntil("Rio Bravo is in lists", () -> isListed("rio-bravo", lists));
      generations.awaitLearned();
      generations.assertHealthy(logs);
      assertTrue(freshet.isRunning());
    }
  }

  private static void request(
      Generations generations, StreamSettings settings, RetrainRequest request, int generation) {
    RetrainSettings usual = Generations.onRequest(settings);
    RetrainSettings unusual =
        usual.with(usual.training().with(WESTERNS)).with(new Gate.Settings(.1f, 1_000, -1_000_000));
    try (Retrainer trainer = new Retrainer(unusual, RetrainListener.NONE)) {
      trainer.start();
      generations.request(request);
      Checkpoint checkpoint = generations.awaitFate(generation);
      assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
    }
  }

  private static float biasOf(String movieId, Generations generations) {
    float bias = Float.NaN;
    try (var movies = generations.consumer("read_committed", Topic.MOVIE_FACTORS)) {
      var ends = movies.endOffsets(movies.assignment());
      while (ends.entrySet().stream().anyMatch(e -> movies.position(e.getKey()) < e.getValue())) {
        for (var record : movies.poll(Duration.ofMillis(100))) {
          boolean isIt = movieId.equals(new String(record.key(), StandardCharsets.UTF_8));
          bias = isIt ? MovieFactors.fromBytes(record.value()).bias() : bias;
        }
      }
    }
    return bias;
  }

  private static boolean isListed(String movieId, KafkaConsumer<byte[], byte[]> lists) {
    boolean isListed = false;
    for (var record : lists.poll(Duration.ofMillis(10))) {
      Recommendations list =
          record.value() == null ? null : Recommendations.fromJson(record.value());
      isListed |= list != null && list.items().stream().anyMatch(i -> i.movieId().equals(movieId));
    }
    return isListed;
  }
}
