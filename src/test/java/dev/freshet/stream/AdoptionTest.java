package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.UserFoldIn;
import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both sides move to a generation while ratings keep coming (invariants I1, I2, I3). */
class AdoptionTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
  private static final long T = 1_500_000_000_000L;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration AN_INSTANT = Duration.ofMillis(10);

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  /** Factors as a retrain would give them: unlike anything that was learned online. */
  private static Factors trained(int generation, int steps, float value) {
    float[] vector = new float[SGD.settings().rank()];
    java.util.Arrays.fill(vector, value);
    return new Factors(generation, steps, value, 0, vector);
  }

  /** Ada's first two ratings are in the snapshot, what came later is not. */
  private void begin() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T);
    freshet.rate("ada", "brazil", 4, T);
    freshet.rate("ben", "brazil", 2, T);
  }

  private void publishUsers() {
    freshet.checkpointUsers(1, 2, Map.of("ada", trained(1, 2, .1f)));
  }

  private void publishMovies() {
    freshet.checkpointMovies(1, Map.of("heat", trained(1, 1, .2f), "alien", trained(1, 1, .3f)));
  }

  @Test
  void ratingsAfterTheSnapshotAreLearnedAgainOnceOnBothSides() {
    begin();
    publishMovies();
    publishUsers();
    freshet.moveEverybody();

    assertEquals(1, freshet.usersProgress().generation());
    assertEquals(1, freshet.moviesProgress().generation());
    assertEquals(3, factors("ada").steps(), "two in the snapshot, one after it");
    assertEquals(1, factors("ben").steps(), "starts afresh");
    assertEquals(1, freshet.movieFactors("heat").steps());
    assertEquals(2, freshet.movieFactors("brazil").steps(), "starts afresh, learns both again");
    for (String movie : new String[] {"heat", "alien", "brazil"}) {
      assertEquals(1, freshet.movieFactors(movie).generation());
    }
    LearningProgress movies = freshet.moviesProgress();
    assertEquals(4, movies.learned());
    assertEquals(2, movies.reapplied());
    assertEquals(2, movies.reappliedInGeneration());
    assertEquals(2, freshet.usersProgress().reappliedInGeneration());
  }

  @Test
  void theUserStartsFromTheCheckpointAndStepsFromThere() {
    begin();
    publishMovies();
    Factors checkpoint = trained(1, 20, .1f); // more ratings than are folded in
    freshet.checkpointUsers(1, 2, Map.of("ada", checkpoint));
    freshet.moveEverybody();

    Factors stepped = SGD.stepUser(checkpoint, SGD.starts().newMovie("brazil", 1), 4);
    assertEquals(stepped.bias(), factors("ada").bias(), 1e-6f);
    assertEquals(stepped.vector()[7], factors("ada").vector()[7], 1e-6f);
  }

  @Test
  void theFirstRatingsOfAUserAreSolvedForAtOnceThoseOfTheSnapshotAmongThem() {
    begin();
    publishMovies();
    publishUsers();
    freshet.moveEverybody();

    Factors brazil = SGD.starts().newMovie("brazil", 1);
    Factors folded =
        new UserFoldIn(SGD)
            .step(
                trained(1, 2, .1f),
                brazil,
                4,
                () -> SGD.starts().newUser("ada", 1, SGD.starts().priorBias(5 + 1 + 4 + 2, 4)),
                () ->
                    List.of(
                        new UserFoldIn.Rated(trained(1, 1, .2f), 5),
                        new UserFoldIn.Rated(trained(1, 1, .3f), 1),
                        new UserFoldIn.Rated(brazil, 4)));
    assertEquals(folded.bias(), factors("ada").bias(), 1e-5f);
    assertEquals(folded.vector()[7], factors("ada").vector()[7], 1e-5f);
  }

  @Test
  void theBaselineOutlivesGenerationsAndLearnsNothingTwice() {
    begin();
    float ada = factors("ada").baseline();
    float brazil = freshet.movieFactors("brazil").baseline();
    float heat = freshet.movieFactors("heat").baseline();
    publishMovies();
    publishUsers();
    freshet.moveEverybody();
    assertEquals(ada, factors("ada").baseline());
    assertEquals(brazil, freshet.movieFactors("brazil").baseline());
    assertEquals(heat, freshet.movieFactors("heat").baseline());
  }

  @Test
  void aRatingBetweenTheMoviesAndTheUsersOfACheckpointCountsOnce() {
    begin();
    publishMovies();
    float before = freshet.movieFactors("heat").baseline();
    freshet.rate("ben", "heat", 5, T); // the movie side is in 1 already, ben in 0
    assertEquals(0, factors("ben").generation());
    assertEquals(1, freshet.movieFactors("heat").steps(), "dropped: ben will send it again");
    assertNotEquals(before, freshet.movieFactors("heat").baseline());
    publishUsers();
    freshet.moveEverybody();
    assertEquals(2, factors("ben").steps());
    assertEquals(2, freshet.movieFactors("heat").steps());
    LearningProgress movies = freshet.moviesProgress();
    assertEquals(5, movies.learned() + movies.dropped());
  }

  @Test
  void aUserWhoRatesFirstSwitchesAtOnceAndLearnsInTheNewGeneration() {
    begin();
    publishMovies();
    publishUsers();
    freshet.pass(AN_INSTANT); // the switch begins
    freshet.pass(SOON); // some may move
    freshet.rate("ada", "jaws", 3, T);
    freshet.pass(SOON);
    assertEquals(4, factors("ada").steps());
    assertEquals(1, freshet.movieFactors("jaws").steps());
    assertEquals(1, freshet.rating("ada", "jaws").generation());
    assertEquals(0, freshet.rating("ada", "heat").generation(), "what was predicted then stays");
  }

  @Test
  void everybodysListIsRefreshedAndSaysWhy() {
    freshet.movie("heat");
    freshet.movie("jaws");
    begin();
    freshet.pass(SOON);
    publishMovies();
    publishUsers();
    freshet.moveEverybody();
    assertEquals("checkpoint", freshet.out.lists.get("ada").reason());
    assertEquals(1, freshet.out.lists.get("ada").generation());
    assertEquals(1, freshet.out.lists.get("ben").generation());
  }

  @Test
  void whoWasForgottenMeanwhileStaysForgotten() {
    begin();
    freshet.forget("ada", T + 1);
    publishMovies();
    publishUsers();
    freshet.pass(SOON);
    assertEquals(null, freshet.user("ada").factors());
    freshet.rate("ada", "heat", 2, T + 2);
    freshet.pass(SOON);
    assertEquals(1, factors("ada").steps(), "nothing of the checkpoint's");
    assertTrue(Math.abs(factors("ada").vector()[0]) < .1f);
  }

  @Test
  void aUserOfAnotherLifeInTheCheckpointIsIgnored() {
    begin();
    freshet.forget("ada", T + 1);
    freshet.rate("ada", "heat", 2, T + 2);
    publishMovies();
    publishUsers();
    freshet.moveEverybody();
    assertEquals(1, factors("ada").steps());
    assertEquals(1, factors("ada").generation());
  }

  @Test
  void aListForANewGenerationDoesNotHoldUpTheNextForARating() {
    freshet.movie("heat");
    freshet.movie("jaws");
    begin();
    freshet.pass(SOON);
    publishMovies();
    publishUsers();
    freshet.moveEverybody();
    assertEquals("checkpoint", freshet.out.lists.get("ada").reason());
    freshet.rate("ada", "jaws", 3, T);
    freshet.pass(AN_INSTANT);
    assertEquals("rating", freshet.out.lists.get("ada").reason());
    freshet.rate("ada", "jaws", 4, T + 1);
    freshet.pass(AN_INSTANT);
    assertEquals(3, freshet.rating("ada", "jaws").rating() - 1, "learned");
    assertEquals(4, freshet.out.lists.get("ada").ratings(), "but not listed yet");
  }

  @Test
  void everybodyMovesHoweverManyThereAre() {
    int users = 2_500; // more than are read ahead, twice
    for (int user = 0; user < users; user++) {
      freshet.rate("u" + user, "heat", 4, T);
    }
    publishMovies();
    publishUsers();
    for (int second = 0; second < 30; second++) {
      freshet.pass(SOON);
      if (second == 2) {
        freshet.forget("u1899", T + 1);
      }
    }
    for (int user = 0; user < users; user++) {
      Factors factors = freshet.user("u" + user).factors();
      assertEquals(user == 1899, factors == null);
      assertTrue(factors == null || factors.generation() == 1, "u" + user);
    }
    LearningProgress moved = freshet.usersProgress();
    assertEquals(1, moved.generation());
  }

  @Test
  void whoIsTouchedBeforeHisTurnLearnsInTheGenerationBeforeAndAgainInTheNewOne() {
    begin();
    publishMovies();
    publishUsers();
    freshet.pass(AN_INSTANT); // the generation is there
    freshet.rate("ada", "heat", 2, T + 10);
    freshet.rate("cleo", "jaws", 3, T + 11);
    assertEquals(1, factors("cleo").generation(), "who is new has nothing to move");
    assertEquals(0, factors("ada").generation(), "too many would move");
    long learned = freshet.moviesProgress().learned();

    freshet.moveEverybody();
    assertEquals(1, factors("ada").generation());
    assertEquals(4, factors("ada").steps(), "two in the snapshot, two after it");
    LearningProgress movies = freshet.moviesProgress();
    assertEquals(learned, movies.learned(), "nothing counts twice");
    assertEquals(3, movies.reapplied());
  }

  @Test
  void whoseMoviesAreNotHereAnyMoreMovesWithoutWaitingForATurn() {
    begin();
    publishMovies();
    freshet.checkpointMovies(2, Map.of("heat", trained(2, 1, .2f)));
    freshet.checkpointUsers(2, 2, Map.of("ada", trained(2, 2, .1f)));
    freshet.pass(AN_INSTANT); // generation 1 is kept beside 2, ada is in 0
    freshet.rate("ada", "heat", 2, T + 10);
    assertEquals(2, factors("ada").generation());
  }

  @Test
  void nobodyMovesWhileTheMovieSideHasNotLearnedWhatOthersLearnAgain() {
    int users = 60;
    int each = 20;
    for (int rating = 0; rating < each; rating++) {
      for (int user = 0; user < users; user++) {
        freshet.rate("u" + user, "m" + rating, 4, T);
      }
    }
    publishMovies();
    freshet.checkpointUsers(1, 0, Map.of());
    freshet.holdUpdates();
    seconds(60);
    long onTheWay = freshet.out.written.get(Topic.MOVIE_UPDATES).size() - (long) users * each;
    long half = freshet.gate.bound() / 2;
    assertTrue(onTheWay > half && onTheWay <= half + each, onTheWay + " on the way");
    String last = "u9"; // in the order of the walk
    freshet.rate(last, "jaws", 3, T);
    assertEquals(0, factors(last).generation(), "nor does who rates");

    freshet.releaseUpdates();
    seconds(60);
    for (int user = 0; user < users; user++) {
      assertEquals(1, factors("u" + user).generation());
    }
    assertEquals(users * each + 1, freshet.moviesProgress().reapplied());
  }

  private void seconds(int seconds) {
    for (int second = 0; second < seconds; second++) {
      freshet.pass(SOON);
    }
  }

  private Factors factors(String user) {
    Factors factors = freshet.user(user).factors();
    assertNotNull(factors);
    return factors;
  }
}
