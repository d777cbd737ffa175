package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.Ratings;
import dev.freshet.online.Scale;
import dev.freshet.retrain.FactorTraining;
import dev.freshet.retrain.RatingMatrix;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.train.RatingTable;
import dev.freshet.train.models.FactorFit;
import dev.freshet.train.models.StartFactors;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RetrainRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate in a running system (invariant I4): what is worse than the live model changes nothing,
 * what is better becomes live, on the same ratings.
 */
@BrokerTest
class GateInActionTest {

  private static final String PREFIX = "gate.";
  private static final PlantedShape SHAPE = new PlantedShape(400, 200, 40_000, 4, 1, .5, .4, 3, 1);
  private static final int HISTORY = 6_000;

  /** One factor of one user is not a number. */
  private static final FactorTraining NOT_FINITE =
      (matrix, trained, judgedFrom, sgd, known, fitting) -> {
        FactorFit fit = FactorTraining.ADAM.fit(matrix, trained, judgedFrom, sgd, known, fitting);
        fit.users().set(matrix.user()[0], 0, Float.NaN);
        return fit;
      };

  @Test
  void whatIsWorseChangesNothingAndWhatKnowsMoreBecomesLive(
      @TempDir Path stateDir, @TempDir Path logs) throws Exception {
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, SHAPE);
        FreshetStreams freshet =
            Cluster.start(cluster.settings(PREFIX, stateDir), LearningListener.NONE)) {
      StreamSettings settings = cluster.settings(PREFIX, stateDir);
      generations.rate(HISTORY);
      generations.awaitLearned();

      FactorTraining knowing = knowing(generations.planted().ratings());
      Checkpoint shuffled = fateOf(1, shuffled(knowing), generations, settings);
      assertEquals(Checkpoint.Fate.REFUSED, shuffled.fate(), shuffled.reason());
      assertNotNull(shuffled.judgement().gain());
      assertTrue(shuffled.judgement().gain() < 0, shuffled.reason());
      assertTrue(shuffled.reason().startsWith("not better by more than chance"));

      Checkpoint broken = fateOf(2, NOT_FINITE, generations, settings);
      assertEquals(Checkpoint.Fate.FAILED, broken.fate());
      assertTrue(
          broken
              .reason()
              .matches("training failed: the factors of user \\S+ are not finite numbers"),
          broken.reason());
      assertTrue(generations.isAdopted(0), generations.toString());
      assertNothingIsPublished(generations);

      Checkpoint better = fateOf(3, knowing, generations, settings);
      assertEquals(Checkpoint.Fate.PROMOTED, better.fate(), better.reason());
      generations.awaitAdopted(3);

      generations.rate(HISTORY); // what validates and judges came after generation 3
      generations.awaitLearned();
      AtomicInteger known = new AtomicInteger();
      fateOf(4, counting(known), generations, settings);
      assertTrue(known.get() > SHAPE.users() / 2, known + " users are known");
      generations.assertHealthy(logs);
      assertEquals(List.of(1, 2, 3, 4), List.copyOf(generations.checkpoints().keySet()));
      assertTrue(freshet.isRunning());
    }
  }

  private static Checkpoint fateOf(
      int generation, FactorTraining training, Generations generations, StreamSettings settings) {
    RetrainSettings usual = Generations.onRequest(settings);
    RetrainSettings unusual = usual.with(usual.training().with(training));
    try (Retrainer trainer = new Retrainer(unusual, RetrainListener.NONE)) {
      trainer.start();
      generations.request(new RetrainRequest("candidate " + generation, null));
      return generations.awaitFate(generation);
    }
  }

  /** Counts users that training could begin from. */
  private static FactorTraining counting(AtomicInteger users) {
    return (matrix, trained, judgedFrom, sgd, known, fitting) -> {
      StartFactors start = Objects.requireNonNull(known.get(), "nothing to begin from");
      for (int u = 0; u < matrix.userIds().size(); u++) {
        users.addAndGet(Float.isNaN(start.users().get(u, 0)) ? 0 : 1);
      }
      return FactorTraining.ADAM.fit(matrix, trained, judgedFrom, sgd, () -> start, fitting);
    };
  }

  /** No factors of any generation, and no list of one. */
  private static void assertNothingIsPublished(Generations generations) {
    try (KafkaConsumer<byte[], byte[]> factors =
            generations.consumer(
                "read_uncommitted", Topic.CHECKPOINT_USERS, Topic.CHECKPOINT_MOVIES);
        KafkaConsumer<byte[], byte[]> lists =
            generations.consumer("read_committed", Topic.RECOMMENDATIONS)) {
      assertTrue(factors.poll(Duration.ofSeconds(1)).isEmpty());
      lists
          .poll(Duration.ofSeconds(1))
          .forEach(list -> assertEquals(0, Recommendations.fromJson(list.value()).generation()));
    }
  }

  /** Everybody has somebody else's factors. */
  private static FactorTraining shuffled(FactorTraining training) {
    return (matrix, trained, judgedFrom, sgd, known, fitting) -> {
      FactorFit fit = training.fit(matrix, trained, judgedFrom, sgd, known, fitting);
      Random random = new Random(1);
      return new FactorFit(
          shuffled(fit.users(), random),
          shuffled(fit.movies(), random),
          shuffled(fit.userBias(), random),
          shuffled(fit.movieBias(), random),
          fit.mean(),
          fit.genres(),
          fit.genreBias(),
          fit.warm(),
          fit.epochs(),
          fit.bestEpoch());
    };
  }

  private static FMatrixRMaj shuffled(FMatrixRMaj rows, Random random) {
    FMatrixRMaj other = rows.copy();
    int k = rows.numCols;
    for (int row = rows.numRows - 1; row > 0; row--) {
      int with = random.nextInt(row + 1);
      for (int f = 0; f < k; f++) {
        float value = other.get(row, f);
        other.set(row, f, other.get(with, f));
        other.set(with, f, value);
      }
    }
    return other;
  }

  /**
   * Learns from the ratings before the validation part as usual, and from all of {@code world} that
   * nobody produced: the same people and films, none of the ratings that judge.
   */
  private static FactorTraining knowing(Ratings world) {
    return (matrix, trained, judgedFrom, sgd, known, fitting) ->
        FactorFit.of(
            sgd.settings().rank(),
            more(matrix, trained, world, sgd.scale()),
            matrix.table(trained, judgedFrom, sgd.scale()),
            known,
            fitting);
  }

  private static RatingTable more(RatingMatrix matrix, int trained, Ratings world, Scale scale) {
    Map<String, Integer> users = indexes(matrix.userIds());
    Map<String, Integer> movies = indexes(matrix.movieIds());
    int from = world.size() / 2; // far from what is produced while the candidates are made
    int most = trained + world.size() - from;
    int[] user = Arrays.copyOf(matrix.user(), most);
    int[] movie = Arrays.copyOf(matrix.movie(), most);
    float[] rating = Arrays.copyOf(matrix.rating(), most);
    int n = trained;
    for (int i = from; i < world.size(); i++) {
      Integer u = users.get(world.userIds().get(world.user(i)));
      Integer m = movies.get(world.movieIds().get(world.movie(i)));
      if (u != null && m != null) {
        user[n] = u;
        movie[n] = m;
        rating[n++] = world.rating(i);
      }
    }
    return new RatingTable(
        users.size(),
        movies.size(),
        scale,
        Arrays.copyOf(user, n),
        Arrays.copyOf(movie, n),
        Arrays.copyOf(rating, n),
        new long[n]);
  }

  private static Map<String, Integer> indexes(List<String> ids) {
    Map<String, Integer> indexes = new HashMap<>();
    ids.forEach(id -> indexes.put(id, indexes.size()));
    return indexes;
  }
}
