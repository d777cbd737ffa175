package dev.freshet.stream.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.StoredMovie;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an instance holds of the movies, and what it lets go. */
class MovieReplicaTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);

  private final MovieReplica replica = new MovieReplica(SGD, 1);

  private void catalogue(String... movies) {
    for (String id : movies) {
      replica.take(new MovieEvent(id, new Movie(id, "The " + id, List.of("Crime"), null)));
    }
  }

  private void leaves(String id) {
    replica.take(new MovieEvent(id, null));
  }

  private static Factors learned(String id, int generation) {
    Factors start = SGD.starts().newMovie(id, generation);
    return new Factors(generation, 3, .5f, .25f, start.vector());
  }

  private void learn(String id, int generation) {
    replica.putFactors(id, learned(id, generation));
  }

  private void whole(int generation) {
    replica.take(new GenerationMark(0, generation));
  }

  /** An index that is given up may be another movie's next: nothing may be said to follow it. */
  @Test
  void whoLeavesTakesWhatFollowedAlong() {
    catalogue("heat");
    learn("heat", 0);
    MovieTakes takes = MovieTakes.NONE.taken(1_700_000_000_000L, List.of("heat"));
    replica.put("ran", new StoredMovie(learned("ran", 0), takes));
    int heat = replica.indexOf("heat");
    int ran = replica.indexOf("ran");
    assertEquals(1, replica.taken().weight(heat, ran));

    replica.removeFactors("heat");
    assertEquals(0, replica.taken().weight(heat, ran));

    replica.put("ran", new StoredMovie(learned("ran", 0), takes));
    assertEquals(1, replica.taken().weight(heat, ran));
    leaves("heat");
    assertEquals(0, replica.taken().weight(heat, ran));
  }

  /** Which the records between two takes have. */
  @Test
  void takesThatAreTheSameAreTakenInOnceAndOthersReplaceThem() {
    MovieTakes takes = MovieTakes.NONE.taken(1_700_000_000_000L, List.of("heat"));
    StoredMovie movie = new StoredMovie(learned("ran", 0), takes);
    replica.put("ran", movie);
    int heat = replica.indexOf("heat");
    int ran = replica.indexOf("ran");
    assertTrue(replica.taken().has(ran, movie.takesPrint()));

    replica.put("ran", movie.with(learned("ran", 0).withBaseline(2)));
    assertEquals(2, replica.factorsOf("ran").baseline(), "the step counts all the same");
    assertEquals(1, replica.taken().weight(heat, ran));

    replica.put("ran", movie.with(takes.taken(1_700_000_000_000L, List.of("heat"))));
    assertEquals(2, replica.taken().weight(heat, ran));
    assertEquals(2, replica.taken().takes(ran));

    replica.put("ran", movie.with(MovieTakes.NONE));
    assertEquals(0, replica.taken().weight(heat, ran));
    assertTrue(replica.taken().isEmpty());
    replica.put("ran", movie);
    assertEquals(1, replica.taken().weight(heat, ran), "it is back");
  }

  @Test
  void whoIsKnownOnlyByWhatFollowedLeavesWithTheNextGeneration() {
    MovieTakes takes = MovieTakes.NONE.taken(1_700_000_000_000L, List.of("gone", "heat"));
    catalogue("heat");
    replica.put("ran", new StoredMovie(learned("ran", 0), takes));
    whole(1);
    assertTrue(replica.indexOf("gone") >= 0, "at a start it may be read only later");

    replica.startsScoring();
    replica.put("ran", new StoredMovie(learned("ran", 2), takes));
    whole(2);

    assertEquals(-1, replica.indexOf("gone"));
    assertEquals(1, replica.taken().weight(replica.indexOf("heat"), replica.indexOf("ran")), .21);
    assertTrue(replica.indexOf("ran") >= 0 && replica.indexOf("heat") >= 0);
  }

  @Test
  void aStartBuildsNoMatrixOfAGenerationThatIsNotUsed() {
    catalogue("heat", "ronin");
    assertEquals(0, replica.size(), "unrated movies wait for the generation that scores");
    learn("heat", 3);
    whole(3);
    assertEquals(1, replica.size());
    replica.startsScoring();
    assertEquals(2, replica.size());
    assertEquals(3, replica.generation());
    assertNull(replica.matrixOf(0));
    assertArrayEquals(
        SGD.starts().newMovie("ronin", 3).vector(),
        assertNotNullAnd(replica.matrix().get(replica.indexOf("ronin"))).vector());
  }

  private static Factors assertNotNullAnd(@org.jspecify.annotations.Nullable Factors factors) {
    assertNotNull(factors);
    return factors;
  }

  @Test
  void whereNothingWasEverRetrainedUnratedMoviesStandInGeneration0() {
    catalogue("heat", "ronin");
    learn("heat", 0);
    replica.startsScoring();
    assertEquals(2, replica.size());
    catalogue("alien");
    assertEquals(3, replica.size(), "what comes later stands there at once");
  }

  @Test
  void aStartInTheMiddleOfAnAdoptionHasUnratedMoviesOnceItIsWhole() {
    MovieReplica two = new MovieReplica(SGD, 2);
    two.take(new MovieEvent("ronin", new Movie("ronin", "Ronin", List.of(), null)));
    two.putFactors("heat", learned("heat", 4));
    two.take(new GenerationMark(0, 4));
    two.startsScoring();
    assertFalse(two.isReady());
    assertEquals(0, two.size());
    two.take(new GenerationMark(1, 4));
    assertTrue(two.isReady());
    assertEquals(2, two.size());
  }

  @Test
  void aMovieThatIsNeitherLearnedNorInTheCatalogueLeaves() {
    replica.startsScoring();
    learn("heat", 0);
    replica.removeFactors("heat");
    assertEquals(-1, replica.indexOf("heat"));
    assertEquals(0, replica.size());

    catalogue("ronin");
    leaves("ronin");
    assertEquals(-1, replica.indexOf("ronin"));
    assertEquals(0, replica.size());
    replica.removeFactors("never seen");
  }

  @Test
  void aMovieThatIsLearnedOrInTheCatalogueStays() {
    replica.startsScoring();
    catalogue("heat");
    learn("heat", 0);
    replica.removeFactors("heat");
    Factors heat = assertNotNullAnd(replica.matrix().get(replica.indexOf("heat")));
    assertEquals(0, heat.steps());
    assertArrayEquals(SGD.starts().newMovie("heat", 0).vector(), heat.vector());

    learn("heat", 0);
    leaves("heat");
    assertEquals(3, replica.factorsOf("heat").steps());
    assertFalse(replica.isListable("heat"));
    replica.removeFactors("heat");
    assertEquals(-1, replica.indexOf("heat"));
  }

  @Test
  void anIndexIsGivenOutAgainOnlyAfterAllUsersHaveMovedToALaterGeneration() {
    replica.startsScoring();
    replica.usersAreIn(0, 0);
    catalogue("heat", "ronin");
    int heat = replica.indexOf("heat");
    leaves("heat");
    assertEquals("heat", replica.idOf(heat), "a list with it may be on its way");
    catalogue("alien");
    assertNotEquals(heat, replica.indexOf("alien"));
    learn("ronin", 1);
    whole(1);
    catalogue("brazil");
    assertNotEquals(heat, replica.indexOf("brazil"));
    replica.usersAreIn(0, 1);
    catalogue("jaws");
    assertEquals(heat, replica.indexOf("jaws"));
    assertEquals("The jaws", replica.title(heat));
    assertEquals(1, replica.factorsOf("jaws").generation());
    assertEquals(-1, replica.indexOf("heat"));
  }

  @Test
  void theLastGenerationGoesWithItsLastUser() {
    replica.startsScoring();
    replica.usersAreIn(0, 0);
    learn("heat", 0);
    learn("heat", 1);
    whole(1);
    assertNotNull(replica.matrixOf(0));
    replica.usersLeft(0); // a task that is revived
    replica.usersAreIn(0, 0);
    assertNotNull(replica.matrixOf(0));
    replica.usersAreIn(0, 1);
    assertNull(replica.matrixOf(0));
  }
}
