package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.StoredMovie;
import dev.freshet.wire.Take;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events beyond ratings order lists, add up, are taken back and forgotten, and rate nothing. */
class InteractionsTest {

  private static final long T = TwoSides.EVENT;

  private final TwoSides freshet = new TwoSides();

  @BeforeEach
  void catalogue() {
    for (String movie : List.of("alien", "brazil", "heat", "ran", "solaris", "stalker")) {
      freshet.movie(movie);
    }
  }

  @AfterEach
  void close() {
    freshet.close();
  }

  private void does(String user, String name, String movie, long time) {
    does(user, name, movie, "1", time);
  }

  private void does(String user, String name, String movie, String value, long time) {
    freshet.does(user, name, movie, value, time);
  }

  private StoredMovie movie(String movieId) {
    return freshet.movieOf(movieId);
  }

  private float year(String movieId) {
    return movie(movieId).takes().decayed()[2];
  }

  private Recommendations list(String user) {
    freshet.pass(Duration.ofSeconds(2));
    Recommendations list = freshet.out.lists.get(user);
    assertNotNull(list);
    return list;
  }

  private List<String> listed(String user) {
    return list(user).items().stream().map(Recommendations.Item::movieId).toList();
  }

  private Take take(String user, String movie) {
    return Objects.requireNonNull(freshet.rating(user, movie)).take();
  }

  @Test
  void aPurchaseOrdersListsAndPredictsNoRating() {
    for (String user : List.of("ada", "ben", "cat")) {
      does(user, "purchase", "heat", T);
      does(user, "purchase", "solaris", T + 1);
    }
    does("eve", "purchase", "heat", T + 3);

    Recommendations list = list("eve");
    assertEquals("solaris", list.items().get(0).movieId());
    assertEquals(List.of("heat"), list.items().get(0).because());
    assertNull(list.items().get(0).predictedRating());
    assertFalse(new String(list.toJson(), StandardCharsets.UTF_8).contains("predictedRating"));
    assertEquals(0, list.ratings());
    assertEquals(1, list.interactions());
    assertFalse(listed("eve").contains("heat"), "a purchase hides");
    LearningProgress users = freshet.usersProgress();
    assertEquals(7, users.interactions());
    assertEquals(0, users.learned(), "no rating was learned");
    assertEquals(0, movie("heat").factors().steps());
    assertNull(freshet.user("eve").factors());
  }

  @Test
  void aViewHidesNothingAndCountsAFifth() {
    does("ada", "view", "heat", T);

    assertTrue(listed("ada").contains("heat"));
    assertEquals(.2f, year("heat"), 1e-6f);
    assertEquals(.2f, take("ada", "heat").weight(), 1e-6f);
  }

  @Test
  void eachTimeAddsAndTheSameAgainDoesNot() {
    does("ada", "view", "heat", T);
    does("ada", "view", "heat", T + 1);
    does("ada", "view", "heat", T + 1);

    assertEquals(.4f, year("heat"), 1e-6f);
    assertEquals(1, movie("heat").takes().takes(), "one user's");
    assertEquals(1, freshet.usersProgress().unchanged());
    does("ada", "view", "heat", T - 5);
    assertEquals(.6f, year("heat"), 1e-6f, "an older time adds, too");
    for (int i = 2; i < 10; i++) {
      does("ada", "view", "heat", T + i);
    }
    assertEquals(1, year("heat"), 1e-6f, "a user counts once at most");
  }

  @Test
  void takingBackTakesBackAllOfTheName() {
    does("ben", "view", "ran", T);
    does("ada", "view", "ran", T);
    does("ada", "view", "heat", T + 1);
    does("ada", "view", "heat", T + 2);
    does("ada", "purchase", "heat", T + 3);
    assertEquals(1, year("heat"), 1e-6f);

    does("ada", "purchase", "heat", "null", T + 4);
    assertEquals(.4f, year("heat"), 1e-6f, "the views stand");
    assertTrue(listed("ada").contains("heat"), "nothing hides it any more");

    does("ada", "view", "heat", "null", T + 5);
    assertFalse(movie("heat").isTaken());
    assertNull(take("ada", "heat"));
    assertEquals(List.of("ran"), freshet.user("ada").recent());
    assertEquals(1, freshet.user("ada").interacted());

    does("ada", "view", "heat", T + 1);
    assertFalse(movie("heat").isTaken(), "late: from before it was taken back");
    does("ada", "view", "heat", "null", T + 5);
    LearningProgress users = freshet.usersProgress();
    assertEquals(2, users.retracted());
    assertEquals(1, users.late());
    assertEquals(1, users.unchanged());
    assertEquals(
        users.sequence(),
        users.interactions() + users.retracted() + users.late() + users.unchanged());
  }

  @Test
  void takingBackWhatNeverWasKeepsOlderOnesOut() {
    does("ada", "view", "heat", "null", T + 5);
    does("ada", "view", "heat", T + 5);

    assertEquals(1, freshet.usersProgress().retracted());
    assertEquals(1, freshet.usersProgress().late());
    assertEquals(0, freshet.user("ada").interacted());
    assertNull(take("ada", "heat"));
    does("ada", "view", "heat", T + 6);
    assertEquals(.2f, year("heat"), 1e-6f);
  }

  @Test
  void takingBackLeavesWhatIsNewer() {
    does("ada", "view", "heat", T);
    does("ada", "view", "heat", T + 10);
    does("ada", "view", "heat", "null", T + 5);

    assertEquals(.2f, year("heat"), 1e-6f);
    assertEquals(1, freshet.user("ada").interacted());
  }

  @Test
  void aSkipTellsOfDislikeAndTakesNothing() {
    does("ada", "skip", "heat", T);

    assertFalse(freshet.user("ada").recent().contains("heat"));
    assertEquals(1, freshet.user("ada").interacted());
    assertNull(take("ada", "heat"));
  }

  @Test
  void aRatingOfWhatWasViewedIsTheWholeTake() {
    does("ada", "view", "alien", T - 1);
    does("ada", "view", "heat", T);
    freshet.rate("ada", "heat", 5, T + 1);

    assertEquals(1, year("heat"), 1e-6f);
    assertEquals(1, movie("heat").takes().takes());
    assertEquals(List.of("alien"), movie("heat").takes().predecessors(), "not itself");
    assertEquals(1, movie("heat").factors().steps());

    freshet.retract("ada", "heat", T + 2);
    assertEquals(.2f, year("heat"), 1e-6f, "the view stands");
    assertEquals(2, freshet.user("ada").interacted());
    assertEquals(0, freshet.user("ada").ratings());
    does("ada", "view", "heat", "null", T + 3);
    assertFalse(movie("heat").isTaken());
  }

  @Test
  void aPurchaseOfWhatIsRatedWellIsNoSecondTake() {
    freshet.rate("ada", "heat", 5, T);
    does("ada", "purchase", "heat", T + 1);
    assertEquals(1, year("heat"), 1e-6f);
    does("ada", "purchase", "heat", "null", T + 2);
    assertEquals(1, year("heat"), 1e-6f, "the rating stands");
  }

  @Test
  void takingBackWhatNeverWasLeavesAMarkerAlone() {
    does("ada", "view", "heat", "null", T + 5);
    does("ada", "view", "heat", T + 4);
    assertEquals(0, freshet.user("ada").interacted());
    assertNull(take("ada", "heat"));
    assertEquals(1, freshet.usersProgress().late());
  }

  @Test
  void aRatingIsLearnedTheSameBesideInteractions() {
    freshet.rate("ben", "heat", 4, T);
    does("ada", "view", "heat", T);
    freshet.rate("ada", "heat", 2, T + 1);
    freshet.rate("ada", "heat", 3, T + 2);

    assertEquals(3, freshet.rating("ada", "heat").rating());
    assertEquals(1, freshet.rating("ada", "heat").interactions().size());
    assertEquals(1, freshet.user("ada").ratings());
    assertEquals(3, freshet.usersProgress().learned());
    assertEquals(3, freshet.moviesProgress().learned());
  }

  @Test
  void theForgottenLeaveNothing() {
    does("ada", "purchase", "heat", T);
    does("ada", "view", "ran", T + 1);
    does("ben", "purchase", "heat", T);
    list("ada");
    freshet.forget("ada", T + 50);

    assertEquals(1, movie("heat").takes().takes());
    assertFalse(movie("ran").isTaken());
    assertTrue(freshet.user("ada").isGone());
    assertNull(freshet.rating("ada", "heat"));
    assertTrue(freshet.out.tombstones.contains("ada"));
    does("ada", "view", "ran", T + 40);
    assertFalse(movie("ran").isTaken(), "from before the request");
  }

  @Test
  void whatIsNewerThanForgettingStands() {
    does("ada", "view", "heat", T);
    does("ada", "view", "heat", T + 100);
    does("ada", "view", "ran", T + 101);
    freshet.forget("ada", T + 50);

    assertEquals(2, freshet.user("ada").interacted());
    assertFalse(freshet.user("ada").isGone());
    assertNotEquals(List.of(), listed("ada"));
    assertEquals(1, freshet.rating("ada", "heat").interaction("view").newest().size());
    assertEquals(.2f, year("heat"), 1e-6f, "one view is newer");
    assertEquals(List.of(), movie("heat").takes().predecessors());
    does("ada", "view", "heat", T + 102);
    assertEquals(.4f, year("heat"), 1e-6f, "two are newer");
    does("ada", "view", "heat", "null", T + 103);
    does("ada", "view", "ran", "null", T + 103);
    assertTrue(freshet.user("ada").isGone());
  }

  @Test
  void aMarkerKeepsNothingOfWhatIsForgotten() {
    does("ada", "view", "heat", T);
    freshet.retract("ada", "heat", T + 100);
    does("ada", "purchase", "ran", T);
    does("ada", "view", "ran", "null", T + 100);
    freshet.forget("ada", T + 50);

    assertEquals(List.of(), freshet.rating("ada", "heat").interactions());
    assertEquals(1, freshet.rating("ada", "ran").interactions().size());
    assertFalse(freshet.rating("ada", "ran").isAnything());
  }

  @Test
  void aMovieTurnsUpInListsOnceItIsTakenByOthers() {
    does("eve", "view", "alien", T);
    for (String user : List.of("ada", "ben")) {
      does(user, "view", "alien", T);
      does(user, "purchase", "stalker", T + 1);
    }
    does("eve", "view", "alien", T + 10);
    assertEquals("stalker", listed("eve").get(0));
  }

  @Test
  void whatHidesIsCountedWhereNoRatingStands() {
    does("ada", "view", "alien", T);
    does("ada", "purchase", "heat", T);
    does("ada", "purchase", "ran", T);
    assertEquals(2, freshet.user("ada").hidden(), "not what was viewed");
    freshet.rate("ada", "heat", 4, T + 1);
    freshet.rate("ada", "alien", 4, T + 1);
    assertEquals(1, freshet.user("ada").hidden(), "a rated one is counted as rated");
    freshet.retract("ada", "heat", T + 2);
    assertEquals(2, freshet.user("ada").hidden());
    does("ada", "purchase", "heat", "null", T + 3);
    assertEquals(1, freshet.user("ada").hidden());
    freshet.forget("ada", T + 50);
    assertEquals(0, freshet.user("ada").hidden());
  }

  @Test
  void aShortListOfWhoViewedMuchGrowsWithTheCatalogue() {
    for (String movie : List.of("alien", "brazil", "heat", "ran", "solaris", "stalker")) {
      does("ada", "view", movie, T);
    }
    assertEquals(6, listed("ada").size());
    freshet.movie("vertigo");
    freshet.pass(Duration.ofSeconds(30));
    assertEquals(7, listed("ada").size());
  }

  /** Nobody rates: of a movie that nobody took its genres are all that is known. */
  @Test
  void whatNobodyTookIsShownToThoseWhoLikeItsGenres() {
    for (int movie = 0; movie < 12; movie++) {
      String genre = movie % 2 == 0 ? "Horror" : "Comedy";
      freshet.movie("known" + movie, "{\"title\":\"Known\",\"genres\":[\"%s\"]}".formatted(genre));
      does("fan", "purchase", "known" + movie, T + movie);
      for (String half : List.of("a", "b")) {
        String fresh = "new" + genre + movie + half;
        freshet.movie(fresh, "{\"title\":\"New\",\"genres\":[\"%s\"]}".formatted(genre));
      }
    }
    int explored = 0;
    for (int user = 0; user < 60; user++) {
      String liked = user % 2 == 0 ? "Horror" : "Comedy";
      does("u" + user, "purchase", user % 2 == 0 ? "known0" : "known1", T + 100);
      String last = listed("u" + user).get(9);
      if (!last.startsWith("known")) {
        explored++;
        assertTrue(last.startsWith("new" + liked), last + " for one who likes " + liked);
      }
    }
    assertTrue(explored > 2, explored + " of 60, a fifth expected");
  }

  @Test
  void ingestRejectsWhatIsNoInteraction() {
    does("ada", "teleport", "heat", T);
    does("ada", "view", "heat", "-1", T);
    freshet.produce("{\"userId\":\"ada\",\"movieId\":\"heat\",\"event\":\"view\",\"rating\":4}");
    assertEquals(
        List.of("unknown-event", "bad-value", "conflicting-fields"), freshet.out.rejectedReasons);
  }
}
