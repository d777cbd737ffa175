package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.SequentialLearner;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.Recommendations;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The design's invariants I2 (within generation 0) and I7, without a broker. */
class InvariantsTest {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long T = TwoSides.EVENT;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static MovieUpdate update(int generation) {
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    return new MovieUpdate(5, sgd.starts().newUser("ada", generation, 0));
  }

  // ---- I2: no mixed spaces ----------------------------------------------------------------------

  @Test
  void anUpdateOfANewerGenerationIsABug() {
    Exception thrown =
        assertThrows(RuntimeException.class, () -> freshet.update("heat", update(1)));
    assertTrue(causes(thrown).contains("an update of generation 1 before 0 ended"), causes(thrown));
  }

  private static String causes(Throwable thrown) {
    return thrown == null ? "" : thrown.getMessage() + "\n" + causes(thrown.getCause());
  }

  @Test
  void anUpdateOfAnOlderGenerationTeachesTheBaselineAloneAndIsCounted() {
    freshet.rate("ada", "alien", 4, T);
    assertEquals(0, freshet.moviesProgress().dropped());
    freshet.update("heat", update(-1));
    Factors heat = freshet.movieFactors("heat");
    assertEquals(0, heat.steps(), "no step was taken");
    assertEquals(0, heat.bias());
    assertNotEquals(0, heat.baseline());
    assertEquals(1, freshet.moviesProgress().dropped());
    assertEquals(1, freshet.moviesProgress().learned());
  }

  @Test
  void anUpdateThatIsReappliedForAnOlderGenerationIsCountedApartAndTeachesNothing() {
    freshet.rate("ada", "heat", 4, T);
    float baseline = freshet.movieFactors("heat").baseline();
    freshet.update("heat", new MovieUpdate(4, update(-1).user(), true));
    assertEquals(baseline, freshet.movieFactors("heat").baseline());
    assertEquals(1, freshet.movieFactors("heat").steps());
    assertEquals(1, freshet.moviesProgress().droppedReapplied());
    assertEquals(0, freshet.moviesProgress().dropped());
  }

  @Test
  void theReplicaScoresWithOneGenerationUntilTheNextIsWhole() {
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    freshet.rate("ada", "heat", 4, T);
    freshet.replica.putFactors("alien", sgd.starts().newMovie("alien", 1));
    assertEquals(1, freshet.replica.size(), "alien is of another space");
    assertEquals(0, freshet.replica.factorsOf("alien").generation());
    Factors heat = freshet.replica.factorsOf("heat");
    assertEquals(0, heat.generation());
    assertEquals(0, freshet.replica.factorsOf("never seen").generation());

    freshet.replica.take(new GenerationMark(0, 1));
    assertEquals(1, freshet.replica.generation());
    assertEquals(1, freshet.replica.factorsOf("alien").generation());
    assertEquals(1, freshet.replica.factorsOf("heat").generation());
    Factors behind = sgd.starts().newUser("ada", 0, 0);
    assertEquals(heat.bias(), freshet.replica.factorsBeside(behind, "heat").bias());
  }

  @Test
  void bothSidesTogetherLearnWhatOneSequentialLearnerLearns() {
    SequentialLearner sequential =
        new SequentialLearner(new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS));
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      String user = "u" + random.nextInt(20);
      String movie = "m" + random.nextInt(15);
      float rating = (1 + random.nextInt(10)) / 2f;
      freshet.rate(user, movie, rating, T + i);
      assertEquals(
          sequential.learn(user, movie, rating).online(),
          freshet.rating(user, movie).prediction(),
          1e-6,
          "rating " + i);
    }
  }

  // ---- I7: due means sent -----------------------------------------------------------------------

  @Test
  void aListThatWasOwedWhenTheProcessDiedIsSentByTheNext() {
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4, T);
    assertEquals(List.of(), freshet.out.allLists);
    freshet.restartUsers();
    assertTrue(freshet.user("ada").isDue());
    freshet.pass(TICK);
    Recommendations list = freshet.out.lists.get("ada");
    assertEquals(1, list.ratings());
    assertEquals(0, list.source().offset());
    assertEquals("rating", list.reason());
    assertFalse(freshet.user("ada").isDue());
  }

  @Test
  void aListThatWasSentIsNotSentAgainAfterARestart() {
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(TICK);
    freshet.restartUsers();
    freshet.pass(INTERVAL);
    freshet.pass(INTERVAL);
    assertEquals(1, freshet.out.allLists.size());
  }

  @Test
  void aRatingDuringTheIntervalIsAnsweredAfterARestartToo() {
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(TICK);
    freshet.rate("ada", "brazil", 4, T);
    freshet.restartUsers();
    freshet.pass(INTERVAL);
    assertEquals(2, freshet.out.lists.get("ada").ratings());
  }

  @Test
  void aRemovalFromTheCatalogueThatNobodyAnsweredIsAnsweredAfterARestart() {
    freshet.movie("alien");
    freshet.movie("brazil");
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(INTERVAL);
    freshet.movie("alien", null);
    freshet.restartUsers();
    freshet.pass(INTERVAL);
    assertEquals(
        List.of("brazil"),
        freshet.out.lists.get("ada").items().stream().map(Recommendations.Item::movieId).toList());
  }

  @Test
  void aForgottenUserIsOwedNothingAfterARestart() {
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4, T);
    freshet.forget("ada", T + 1);
    freshet.restartUsers();
    freshet.pass(INTERVAL);
    assertEquals(List.of(), freshet.out.allLists);
    freshet.rate("ada", "heat", 4, T);
    assertEquals(0, freshet.user("ada").ratings());
  }

  @Test
  void aMarkerThatExpiresTakesNoOwedListWithIt() {
    freshet.movie("alien");
    freshet.movie("brazil");
    freshet.forget("ada", T);
    freshet.rate("ada", "heat", 4, T + 1);
    freshet.pass(INTERVAL);
    int lists = freshet.out.allLists.size();
    // In one walk, after both: the marker's time is over and a movie left the catalogue.
    freshet.movie("alien", null);
    freshet.pass(Duration.ofDays(31));
    freshet.pass(INTERVAL);
    freshet.pass(INTERVAL);
    assertEquals(lists + 1, freshet.out.allLists.size());
    assertFalse(freshet.user("ada").hasMarker());
  }
}
