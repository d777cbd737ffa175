package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RetrainRequest;
import dev.freshet.wire.UserState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What adopts a generation breaks off when some users have moved to it and others have not, while
 * ratings keep coming: an instance is killed, or the broker restarts. Adoption is finished all the
 * same, and no rating is lost or counted twice (invariants I1 and I3).
 */
@BrokerTest
class AdoptionCutShortTest {

  /** Enough users that moving them takes seconds. */
  private static final PlantedShape SHAPE =
      new PlantedShape(1_600, 100, 60_000, 2, 1, .5, .4, 3, 1);

  private static final int HISTORY = 20_000;

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = new Cluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void anotherInstanceFinishesWhatAKilledOneWasAdopting(
      @TempDir Path one, @TempDir Path other, @TempDir Path logs) throws Exception {
    String prefix = "beside.";
    try (Generations generations = new Generations(cluster, prefix, SHAPE);
        Ledger ledger = new Ledger(cluster, prefix);
        FreshetProcess killed = FreshetProcess.start(cluster, prefix, one);
        FreshetStreams beside =
            Cluster.start(cluster.settings(prefix, other), LearningListener.NONE);
        Retrainer trainer = trainer(prefix, other)) {
      awaitPartOfTheUsers(generations, ledger, trainer);
      killed.kill();
      assertSomeAreLeft(ledger);
      generations.awaitAdopted(1);
      assertFinished(generations, ledger, logs);
      assertTrue(beside.isRunning());
    }
  }

  @Test
  void aKilledInstanceFinishesWhenItIsStartedAgain(@TempDir Path stateDir, @TempDir Path logs)
      throws Exception {
    killAndGoOn("same.", stateDir, stateDir, logs);
  }

  @Test
  void evenWhereItsDiskIsLostAsWell(@TempDir Path stateDir, @TempDir Path empty, @TempDir Path logs)
      throws Exception {
    killAndGoOn("lost.", stateDir, empty, logs);
  }

  private static void killAndGoOn(String prefix, Path before, Path after, Path logs)
      throws Exception {
    try (Generations generations = new Generations(cluster, prefix, SHAPE);
        Ledger ledger = new Ledger(cluster, prefix);
        Retrainer trainer = trainer(prefix, after)) {
      try (FreshetProcess first = FreshetProcess.start(cluster, prefix, before)) {
        awaitPartOfTheUsers(generations, ledger, trainer);
        first.kill();
      }
      assertSomeAreLeft(ledger);
      generations.rate(1_000); // while nobody is there
      try (FreshetProcess second = FreshetProcess.start(cluster, prefix, after)) {
        generations.awaitAdopted(1);
        assertFinished(generations, ledger, logs);
        assertTrue(second.isAlive());
      }
    }
  }

  @Test
  void aBrokerThatRestartsMeanwhileDelaysItOnly(
      @TempDir Path one, @TempDir Path other, @TempDir Path logs) throws Exception {
    String prefix = "restart.";
    try (Generations generations = new Generations(cluster, prefix, SHAPE);
        Ledger ledger = new Ledger(cluster, prefix);
        FreshetStreams first = Cluster.start(cluster.settings(prefix, one), LearningListener.NONE);
        FreshetStreams second =
            Cluster.start(cluster.settings(prefix, other), LearningListener.NONE);
        Retrainer trainer = trainer(prefix, one)) {
      awaitPartOfTheUsers(generations, ledger, trainer);
      assertSomeAreLeft(ledger);
      cluster.broker().restart();
      generations.awaitAdopted(1);
      assertFinished(generations, ledger, logs);
      assertTrue(first.isRunning() && second.isRunning());
    }
  }

  private static Retrainer trainer(String prefix, Path unused) {
    return new Retrainer(
        Generations.onRequest(cluster.settings(prefix, unused)), RetrainListener.NONE);
  }

  /** Until a generation is promoted and some users have moved to it, as the topics tell. */
  private static void awaitPartOfTheUsers(
      Generations generations, Ledger ledger, Retrainer trainer) {
    generations.rate(HISTORY);
    generations.awaitLearned();
    ledger.readToEnd();
    trainer.start();
    generations.request(new RetrainRequest("a test", null));
    Checkpoint checkpoint = generations.awaitFate(1);
    assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
    generations.rateUntil(
        "some users have moved",
        () -> {
          ledger.read();
          return moved(ledger) > 0;
        });
  }

  private static long moved(Ledger ledger) {
    return ledger.users().values().stream().filter(AdoptionCutShortTest::hasMoved).count();
  }

  private static boolean hasMoved(UserState user) {
    return user.factors() != null && user.factors().generation() == 1;
  }

  private static void assertSomeAreLeft(Ledger ledger) {
    ledger.readToEnd();
    long moved = moved(ledger);
    assertTrue(moved > 0 && moved < SHAPE.users(), moved + " have moved: not in the middle");
  }

  private static void assertFinished(Generations generations, Ledger ledger, Path logs)
      throws Exception {
    generations.assertHealthy(logs);
    ledger.readToEnd();
    assertEquals(ledger.users().size(), moved(ledger), "users who have moved");
    assertEquals(generations.produced(), ledger.handled());
    assertEquals(generations.produced(), ledger.users(p -> p.learned()));
    assertEquals(generations.produced(), ledger.movies(p -> p.learned() + p.dropped()));
    int userSteps =
        ledger.users().values().stream().mapToInt(state -> state.factors().steps()).sum();
    assertEquals(generations.produced(), userSteps, "steps of users in generation 1");
  }
}
