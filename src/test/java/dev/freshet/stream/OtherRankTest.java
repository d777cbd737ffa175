package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.MovieUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A generation has the rank of its factors, also where the settings say another. */
class OtherRankTest {

  private static final int RANK = 4;
  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
  private static final OnlineSgd OTHER =
      new OnlineSgd(OnlineSgd.Settings.defaults().withRank(RANK), Scale.MOVIELENS);
  private static final long T = 1_500_000_000_000L;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static Factors trained(float value) {
    return new Factors(1, 1, value, 0, new float[] {value, value, value, value});
  }

  private Factors user(String id) {
    return assertNotNullAnd(freshet.user(id).factors());
  }

  private static Factors assertNotNullAnd(Factors factors) {
    assertNotNull(factors);
    return factors;
  }

  @Test
  void bothSidesMoveToAGenerationOfAnotherRankAndLearnInIt() {
    freshet.movie("heat");
    freshet.movie("solaris");
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ben", "alien", 2, T);
    freshet.checkpoint(1, 1, Map.of("ada", trained(.1f)), Map.of("heat", trained(.2f)));
    freshet.pass(SOON);
    freshet.pass(SOON);
    freshet.rate("cleo", "brazil", 3, T); // neither is in the checkpoint
    freshet.rate("ada", "solaris", 1, T);
    freshet.pass(SOON);

    for (String id : List.of("ada", "ben", "cleo")) {
      assertEquals(RANK, user(id).rank(), id);
    }
    for (String id : List.of("heat", "alien", "brazil", "solaris")) {
      assertEquals(RANK, freshet.movieFactors(id).rank(), id);
    }
    assertEquals(1, freshet.out.lists.get("cleo").generation());
    assertEquals(RANK, freshet.replica.matrix().rank());
  }

  @Test
  void theReplicaTakesTheRankOfGeneration0FromTheFactorsItReads() {
    MovieReplica replica = new MovieReplica(SGD, 1);
    replica.startsScoring();
    replica.take(new MovieEvent("heat", new Movie("heat", "Heat", List.of(), null)));
    assertEquals(SGD.settings().rank(), replica.matrix().rank());
    replica.putFactors("alien", OTHER.starts().newMovie("alien", 0));

    assertEquals(RANK, replica.matrix().rank());
    assertEquals(2, replica.size(), "the movie that nobody rated is in it again");
    assertEquals(RANK, replica.factorsOf("heat").rank());
    assertEquals(RANK, replica.factorsOf("never seen").rank());
  }

  @Test
  void aMovieIsBornInTheRankOfTheUserWhoRatesIt() {
    freshet.update("heat", new MovieUpdate(5, OTHER.starts().newUser("ada", 0, 0)));
    assertEquals(RANK, freshet.movieFactors("heat").rank());
    assertEquals(1, freshet.movieFactors("heat").steps());
    freshet.rate("ben", "heat", 4, T);
    assertEquals(RANK, user("ben").rank(), "the replica knows by now");
    assertEquals(2, freshet.movieFactors("heat").steps());
  }

  @Test
  void aVectorThatDoesNotFitItsGenerationStartsAfreshAndBiasesStay() {
    freshet.rate("ada", "heat", 5, T);
    float bias = freshet.movieFactors("heat").bias();
    Factors ben = OTHER.starts().newUser("ben", 0, 0);
    freshet.update("heat", new MovieUpdate(3, ben));
    assertEquals(RANK, freshet.movieFactors("heat").rank());
    assertEquals(2, freshet.movieFactors("heat").steps());
    Factors expected =
        OTHER.stepMovie(ben, OTHER.starts().movieOfRank("heat", heat(bias), RANK), 3);
    assertEquals(expected.bias(), freshet.movieFactors("heat").bias(), 1e-6f);
    freshet.rate("ada", "heat", 4, T + 1); // the replica stays with what it read first
    freshet.pass(SOON);
    assertEquals(2, user("ada").steps());
  }

  private static Factors heat(float bias) {
    return new Factors(0, 1, bias, 0, new float[SGD.settings().rank()]);
  }
}
