package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UserState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request to be forgotten takes what is from before it, and nothing else, in any generation. */
class ForgettingTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
  private static final long T = TwoSides.EVENT;
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static Factors trained(int generation, int steps, float value) {
    float[] vector = new float[SGD.settings().rank()];
    java.util.Arrays.fill(vector, value);
    return new Factors(generation, steps, value, 0, vector);
  }

  private UserState user(String id) {
    UserState user = freshet.user(id);
    assertNotNull(user);
    return user;
  }

  private Factors factors(String id) {
    Factors factors = user(id).factors();
    assertNotNull(factors);
    return factors;
  }

  private StoredRating rating(String user, String movie) {
    StoredRating rating = freshet.rating(user, movie);
    assertNotNull(rating);
    return rating;
  }

  /** What the movie side was told to learn; what it was told to take back does not count. */
  private int updates() {
    return (int)
        freshet.out.written.getOrDefault(Topic.MOVIE_UPDATES, List.of()).stream()
            .filter(record -> !TakesChanged.isIn(record.value()))
            .count();
  }

  private void catalogue() {
    for (String movie : List.of("heat", "alien", "brazil", "solaris")) {
      freshet.movie(movie);
    }
  }

  /** Three ratings, a request between the first and the second, and one list from before it. */
  private void rateThreeAndForgetTheFirst() {
    catalogue();
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T + 200);
    freshet.rate("ada", "brazil", 4, T + 300);
    freshet.pass(INTERVAL);
    freshet.forget("ada", T + 100);
  }

  @Test
  void ratingsNewerThanTheRequestSurviveIt() {
    rateThreeAndForgetTheFirst();
    assertNull(freshet.rating("ada", "heat"));
    assertEquals(1f, rating("ada", "alien").rating());
    assertEquals(4f, rating("ada", "brazil").rating());
    assertEquals(2, user("ada").ratings());
    assertEquals(T + 100, user("ada").forgottenUpTo());
    assertEquals(List.of(), freshet.out.tombstones);
  }

  @Test
  void survivorsKeepTheirOwnSequenceAndSayWhenTheirUserBeganAnew() {
    rateThreeAndForgetTheFirst();
    assertEquals(2, rating("ada", "alien").sequence());
    assertEquals(4, rating("ada", "alien").since());
    assertEquals(4, user("ada").startedAt());
    freshet.rate("ada", "brazil", 2, T + 400);
    assertEquals(5, rating("ada", "brazil").sequence());
    assertEquals(0, rating("ada", "brazil").since());
    freshet.forget("ada", T + 150);
    assertEquals(6, rating("ada", "alien").since());
  }

  @Test
  void survivorsAreLearnedAfreshByTheUserAndNotAgainByTheMovies() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T + 200);
    float bias = freshet.movieFactors("alien").bias();
    int updates = updates();
    freshet.forget("ada", T + 100);

    assertEquals(updates, updates());
    assertEquals(1, freshet.movieFactors("alien").steps());
    assertEquals(bias, freshet.movieFactors("alien").bias());
    Factors start = SGD.starts().newUser("ada", 0, SGD.starts().priorBias(5 + 1, 2));
    Factors expected = SGD.stepUser(start, freshet.movieFactors("alien"), 1);
    assertEquals(1, factors("ada").steps());
    assertEquals(expected.bias(), factors("ada").bias(), 1e-6f);
    assertEquals(expected.baseline(), factors("ada").baseline(), 1e-6f);
    assertEquals(expected.vector()[7], factors("ada").vector()[7], 1e-6f);
  }

  @Test
  void whoHasSurvivingRatingsIsOwedAListThatNamesNothingOfBefore() {
    rateThreeAndForgetTheFirst();
    assertTrue(user("ada").isDue());
    freshet.pass(INTERVAL);
    Recommendations list = freshet.out.lists.get("ada");
    assertEquals(2, list.ratings());
    assertEquals(3, list.source().offset(), "it contains the request");
    assertTrue(list.items().stream().anyMatch(item -> item.movieId().equals("heat")));
    assertFalse(list.items().stream().anyMatch(item -> item.because().contains("heat")));
  }

  @Test
  void aRequestThatFindsNothingOlderStartsTheUserAnewAllTheSame() {
    freshet.rate("ada", "heat", 1, T + 100);
    freshet.rate("ada", "heat", 5, T + 300); // the first is in her factors still
    freshet.forget("ada", T + 200);
    assertEquals(1, factors("ada").steps());
    assertEquals(1, user("ada").ratings());
  }

  @Test
  void whoTakesBackAllThatIsNewerThanTheRequestIsGoneAsAfterIt() {
    catalogue();
    freshet.forget("ada", T);
    freshet.rate("ada", "heat", 5, T + 1);
    freshet.pass(INTERVAL);
    freshet.retract("ada", "heat", T + 2);
    freshet.pass(INTERVAL);
    assertFalse(freshet.out.lists.containsKey("ada"));
    assertEquals(List.of("ada", "ada"), freshet.out.tombstones);
    assertNull(user("ada").factors());
    freshet.rate("ada", "heat", 5, T + 1);
    assertTrue(rating("ada", "heat").isRetracted(), "the marker of the retraction is kept");
  }

  @Test
  void aRetractionOutlivesTheMarkerOfTheForgetting() {
    freshet.retract("ada", "heat", T + 200);
    freshet.forget("ada", T + 100);
    freshet.pass(Duration.ofDays(31));
    freshet.pass(INTERVAL);
    assertFalse(user("ada").hasMarker());
    freshet.rate("ada", "heat", 5, T + 150);
    assertTrue(rating("ada", "heat").isRetracted());
  }

  /** The key of a deleted rating stands in the store again after an unclean stop. */
  @Test
  void aDeletedRatingThatTheStoreHoldsAgainIsNeitherReadNorKept() {
    catalogue();
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 5, T);
    byte[] old = rating("ada", "heat").toBytes();
    freshet.forget("ada", T + 100);
    freshet.restartUsers(); // with nothing in memory of what she has rated
    freshet.putRating("ada", "heat", old);
    freshet.putRating("ada", "alien", old);
    assertNotNull(freshet.rating("ada", "heat"));
    freshet.rate("ada", "alien", 2, T + 200);
    assertEquals(1, user("ada").ratings());
    freshet.pass(INTERVAL);
    Recommendations list = freshet.out.lists.get("ada");
    assertEquals(1, list.ratings());
    assertTrue(list.items().stream().anyMatch(item -> item.movieId().equals("heat")));
    assertNull(freshet.rating("ada", "heat"));
  }

  // ---- generations ------------------------------------------------------------------------------

  private static Map<String, Factors> movies(int generation) {
    Map<String, Factors> movies = new HashMap<>();
    movies.put("heat", trained(generation, 1, .2f));
    movies.put("alien", trained(generation, 1, .3f));
    movies.put("brazil", trained(generation, 1, .4f));
    return movies;
  }

  /** The retrain read all three ratings before the request came. */
  @Test
  void whoWasForgottenAfterTheSnapshotStartsAfreshAndSurvivorsAreNotSentTwice() {
    rateThreeAndForgetTheFirst();
    freshet.checkpoint(1, 3, Map.of("ada", trained(1, 3, .1f)), movies(1));
    freshet.moveEverybody();
    assertEquals(2, factors("ada").steps(), "afresh, with what survived");
    assertTrue(Math.abs(factors("ada").vector()[0] - .1f) > 1e-3f);
    for (String movie : List.of("heat", "alien", "brazil")) {
      assertEquals(1, freshet.movieFactors(movie).steps(), "trained on it: " + movie);
    }
    assertEquals(0, freshet.moviesProgress().reapplied());
  }

  @Test
  void whoWasForgottenBetweenPublicationAndAdoptionStartsAfresh() {
    catalogue();
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T + 200);
    freshet.rate("ada", "brazil", 4, T + 300);
    freshet.checkpoint(1, 2, Map.of("ada", trained(1, 2, .1f)), movies(1));
    freshet.forget("ada", T + 100);
    freshet.moveEverybody();
    assertEquals(2, factors("ada").steps());
    assertEquals(1, freshet.movieFactors("alien").steps(), "in the snapshot");
    assertEquals(2, freshet.movieFactors("brazil").steps(), "after it: sent again");
  }

  @Test
  void whoWasForgottenBeforeTheSnapshotTakesWhatWasTrainedOfTheSurvivors() {
    rateThreeAndForgetTheFirst();
    freshet.checkpoint(1, 4, Map.of("ada", trained(1, 2, .1f)), movies(1));
    freshet.moveEverybody();
    assertEquals(2, factors("ada").steps());
    assertEquals(.1f, factors("ada").vector()[0]);
  }

  @Test
  void aRollbackToBeforeTheForgettingBringsNothingBack() {
    catalogue();
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T + 200);
    freshet.checkpoint(1, 2, Map.of("ada", trained(1, 2, .1f)), movies(1));
    freshet.moveEverybody();
    assertEquals(.1f, factors("ada").vector()[0]);
    freshet.forget("ada", T + 100);
    freshet.checkpoint(2, 3, Map.of("ada", trained(2, 1, .5f)), movies(2));
    freshet.moveEverybody();
    assertEquals(.5f, factors("ada").vector()[0]);
    freshet.checkpoint(3, 2, Map.of("ada", trained(3, 2, .1f)), movies(3)); // generation 1 again
    freshet.moveEverybody();
    assertEquals(1, factors("ada").steps());
    assertTrue(Math.abs(factors("ada").vector()[0] - .1f) > 1e-3f);
    assertEquals(1, freshet.movieFactors("alien").steps());
  }

  @Test
  void whenGeneration0ComesBackEverythingThatStandsIsSent() {
    rateThreeAndForgetTheFirst();
    freshet.checkpoint(1, 0, Map.of(), Map.of());
    freshet.moveEverybody();
    assertEquals(2, factors("ada").steps());
    assertEquals(1, freshet.movieFactors("alien").steps());
    assertEquals(1, freshet.movieFactors("brazil").steps());
    assertEquals(0, freshet.movieFactors("heat").steps());
  }

  @Test
  void whoRatedEverythingAnewKeepsWhatWasTrained() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T);
    freshet.rate("ada", "heat", 4, T + 1);
    freshet.rate("ada", "alien", 2, T + 1);
    Factors checkpoint = trained(1, 20, .1f); // more ratings than are folded in
    freshet.checkpoint(1, 2, Map.of("ada", checkpoint), movies(1));
    freshet.moveEverybody();
    assertEquals(22, factors("ada").steps());
    Factors stepped = SGD.stepUser(checkpoint, trained(1, 1, .2f), 4);
    stepped = SGD.stepUser(stepped, trained(1, 1, .3f), 2);
    assertEquals(stepped.vector()[7], factors("ada").vector()[7], 1e-5f);
  }

  /** As version 1 of a user's state has it, which did not say when the user began. */
  private void forgetWhenBegan(String id) {
    UserState s = user(id);
    freshet.putUser(
        id,
        new UserState(
            s.factors(),
            s.ratings(),
            s.due(),
            s.dueSince(),
            s.listedAt(),
            s.source(),
            s.listed(),
            s.forgottenUpTo(),
            s.forgottenAt(),
            0,
            List.of()));
  }

  @Test
  void whereItIsNotKnownWhenSomebodyBeganARatingAsOldAsTheSnapshotTells() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ben", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T);
    freshet.rate("ben", "heat", 4, T + 1);
    forgetWhenBegan("ada");
    forgetWhenBegan("ben");
    freshet.rate("ada", "brazil", 3, T);
    assertEquals(0, user("ada").startedAt(), "nor is it known later");
    freshet.checkpoint(
        1, 3, Map.of("ada", trained(1, 20, .1f), "ben", trained(1, 20, .1f)), movies(1));
    freshet.moveEverybody();
    assertEquals(21, factors("ada").steps());
    assertEquals(1, factors("ben").steps(), "no rating of his is as old: he may be another");
    freshet.forget("ben", T);
    assertEquals(6, user("ben").startedAt());
  }

  @Test
  void whoseFactorsDoNotFitTakesHisOwnStepsAndTheMoviesNoSecondOnes() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T);
    Map<String, Factors> users = new HashMap<>();
    users.put("ada", new Factors(1, 2, 0, 0, new float[] {1, 2, 3}));
    users.put("ben", trained(1, 1, .1f));
    users.put("cleo", trained(1, 1, .1f));
    freshet.checkpoint(1, 1, users, movies(1));
    freshet.moveEverybody();
    assertEquals(2, factors("ada").steps());
    assertEquals(1, freshet.movieFactors("heat").steps(), "in the snapshot");
    assertEquals(2, freshet.movieFactors("alien").steps(), "after it");
  }
}
