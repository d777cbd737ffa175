package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.Recommendations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The README's story: ratings in, fresh recommendations out. */
class StoryTest {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long T = TwoSides.EVENT;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  @Test
  void aRatingLeadsToAListThatSaysWhatItIsBasedOn() {
    freshet.movie("heat");
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4.5, T);
    freshet.pass(TICK);

    Recommendations list = freshet.out.lists.get("ada");
    assertNotNull(list);
    assertEquals("rating", list.reason());
    assertEquals(1, list.ratings());
    assertEquals(new Recommendations.Source("freshet.ratings", 0, 0), list.source());
    assertEquals(List.of("alien"), movies(list));
    assertEquals("The alien", list.items().get(0).title());
  }

  @Test
  void aRatedMovieIsNeverInTheListAndComesBackWhenTheRatingIsTakenBack() {
    freshet.movie("heat");
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4.5, T);
    freshet.pass(TICK);
    assertEquals(List.of("alien"), movies(freshet.out.lists.get("ada")));

    freshet.retract("ada", "heat", T + 1);
    freshet.pass(INTERVAL);
    assertEquals(0, freshet.out.lists.get("ada").ratings());
    assertTrue(movies(freshet.out.lists.get("ada")).contains("heat"));
    assertTrue(freshet.rating("ada", "heat").isRetracted());
  }

  /** The bug: whoever's last list was longest ago was served first, others waited for seconds. */
  @Test
  void whoHasWaitedLongestIsServedFirstHoweverOldTheListBefore() {
    ListSettings lists = ListSettings.defaults();
    Duration one = Duration.ofNanos(1); // ends after one list of a tick
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    try (TwoSides oneAtATime =
        new TwoSides(
            sgd,
            new ListSettings(
                INTERVAL,
                lists.recommender(),
                Duration.ofMillis(10),
                new ListSettings.Slice(one),
                0))) {
      oneAtATime.movie("heat");
      oneAtATime.rate("seldom", "alien", 4, T);
      oneAtATime.pass(TICK);
      oneAtATime.pass(INTERVAL.multipliedBy(9));
      oneAtATime.rate("often", "alien", 4, T);
      oneAtATime.pass(TICK);
      oneAtATime.pass(INTERVAL);

      oneAtATime.rate("often", "solaris", 4, T + 1);
      oneAtATime.pass(Duration.ofMillis(5)); // before the next tick
      oneAtATime.rate("seldom", "solaris", 4, T + 1);
      oneAtATime.pass(Duration.ofMillis(5));

      assertEquals(2, oneAtATime.out.lists.get("often").ratings());
      assertEquals(1, oneAtATime.out.lists.get("seldom").ratings());
      oneAtATime.pass(TICK);
      assertEquals(2, oneAtATime.out.lists.get("seldom").ratings());
    }
  }

  @Test
  void listsOfOneUserAreCoalescedButTheLastRatingIsAlwaysAnswered() {
    freshet.movie("heat");
    for (int i = 0; i < 20; i++) {
      freshet.rate("ada", "movie-" + i, 3, T + i);
      freshet.pass(Duration.ofMillis(10));
    }
    freshet.pass(INTERVAL);
    freshet.pass(TICK);
    assertEquals(2, freshet.out.allLists.size());
    assertEquals(20, freshet.out.lists.get("ada").ratings());
    assertEquals(19, freshet.out.lists.get("ada").source().offset());
  }

  @Test
  void everyEventHasOneOutcomeAndTheCountsAddUp() {
    freshet.rate("ada", "heat", 4, T); // learned
    freshet.rate("ada", "heat", 4, T); // unchanged
    freshet.rate("ada", "heat", 2, T + 10); // replaced: learned
    freshet.rate("ada", "heat", 5, T + 5); // late
    freshet.retract("ada", "heat", T + 20); // retracted
    freshet.retract("ada", "heat", T + 20); // unchanged
    freshet.rate("ada", "heat", 5, T + 15); // late: older than the retraction
    freshet.rate("ada", "heat", 3, T + 30); // learned again
    freshet.rate("ben", "heat", 9, T); // rejected: out of scale
    freshet.forget("ada", T + 40); // forgotten
    freshet.rate("ada", "heat", 3, T + 39); // forgotten: from before

    var users = freshet.usersProgress();
    assertEquals(3, users.learned());
    assertEquals(2, users.unchanged());
    assertEquals(2, users.late());
    assertEquals(1, users.retracted());
    assertEquals(2, users.forgotten());
    assertEquals(1, freshet.out.rejected.size());
    assertEquals(10, users.sequence());
    assertEquals(3, freshet.moviesProgress().learned());
  }

  @Test
  void aReplacedRatingCountsOnceAmongTheUsersRatings() {
    freshet.rate("ada", "heat", 4, T);
    freshet.rate("ada", "heat", 2, T + 1);
    assertEquals(1, freshet.user("ada").ratings());
    assertEquals(2f, freshet.rating("ada", "heat").rating());
    assertEquals(2, freshet.user("ada").factors().steps());
  }

  @Test
  void aForgottenUserLeavesNothingButAMarkerThatKeepsOlderEventsOut() {
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(TICK);
    freshet.forget("ada", T + 10);

    assertEquals(List.of("ada"), freshet.out.tombstones);
    assertNull(freshet.rating("ada", "heat"));
    assertNull(freshet.user("ada").factors());
    freshet.rate("ada", "heat", 5, T + 9);
    assertNull(freshet.rating("ada", "heat"));
    freshet.pass(INTERVAL);
    assertFalse(freshet.out.lists.containsKey("ada"));

    freshet.rate("ada", "heat", 5, T + 11);
    freshet.pass(INTERVAL);
    assertEquals(1, freshet.out.lists.get("ada").ratings());
    assertTrue(freshet.user("ada").hasMarker());
  }

  @Test
  void theMarkerOfAForgottenUserGoesAfterItsTime() {
    freshet.forget("ada", T);
    assertNotNull(freshet.user("ada"));
    freshet.pass(Duration.ofDays(31));
    freshet.pass(TICK);
    assertNull(freshet.user("ada"));
  }

  @Test
  void aMovieRemovedFromTheCatalogueLeavesAllLists() {
    freshet.movie("alien");
    freshet.movie("brazil");
    freshet.rate("ada", "heat", 4, T);
    freshet.rate("ben", "alien", 4, T);
    freshet.pass(INTERVAL);
    assertTrue(movies(freshet.out.lists.get("ada")).contains("alien"));
    int before = freshet.out.allLists.size();

    freshet.movie("alien", null);
    freshet.pass(INTERVAL);
    assertEquals(List.of("brazil"), movies(freshet.out.lists.get("ada")));
    assertEquals("catalogue", freshet.out.lists.get("ada").reason());
    assertEquals(before + 1, freshet.out.allLists.size(), "ben's list did not contain it");
  }

  @Test
  void withTheFirstMovieOfACatalogueAllOthersLeaveTheLists() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ben", "alien", 5, T);
    freshet.pass(INTERVAL);
    freshet.rate("ben", "brazil", 4, T);
    freshet.pass(INTERVAL);
    assertEquals(List.of("heat"), movies(freshet.out.lists.get("ben")));

    freshet.movie("ran");
    freshet.pass(INTERVAL);
    assertEquals(
        List.of("ran"), movies(freshet.out.lists.get("ben")), "heat is not in the catalogue");
  }

  @Test
  void withoutACatalogueRatedMoviesAreRecommended() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ben", "alien", 5, T);
    freshet.pass(INTERVAL);
    freshet.rate("ben", "brazil", 4, T);
    freshet.pass(INTERVAL);
    assertEquals(List.of("heat"), movies(freshet.out.lists.get("ben")));
    assertNull(freshet.out.lists.get("ben").items().get(0).title());
  }

  @Test
  void bothSidesTakeOneStepPerRatingFromTheSameFactors() {
    freshet.rate("ada", "heat", 5, T);
    var user = freshet.user("ada").factors();
    var movie = freshet.replica.factorsOf("heat");
    assertEquals(1, user.steps());
    assertEquals(1, movie.steps());
    assertEquals(0, user.generation());
    assertTrue(user.bias() > 0 && movie.bias() > 0, "a 5 is above the middle of the scale");
  }

  private static List<String> movies(Recommendations list) {
    return list.items().stream().map(Recommendations.Item::movieId).toList();
  }
}
