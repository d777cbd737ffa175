package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.topics.Topic;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.StoredMix;
import dev.freshet.wire.StoredMovie;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users take decides about the order of lists; each take counts once. */
class TakesTest {

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

  private StoredMovie movie(String movieId) {
    return freshet.movieOf(movieId);
  }

  private int takes(String movieId) {
    return movie(movieId).takes().takes();
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

  @Test
  void whatOthersTakeNextIsListedFirst() {
    for (String user : List.of("ada", "ben", "cat")) {
      freshet.rate(user, "heat", 5, T);
      freshet.rate(user, "solaris", 5, T + 1);
    }
    freshet.rate("dan", "stalker", 5, T + 2);
    freshet.rate("eve", "heat", 5, T + 3);

    Recommendations list = list("eve");
    assertEquals("solaris", list.items().get(0).movieId());
    assertEquals(List.of("heat"), list.items().get(0).because());
    assertEquals("stalker", list.items().get(1).movieId(), "taken, though not after heat");
  }

  @Test
  void aDislikedMovieIsNoTakeButStandsBeforeTheNext() {
    freshet.rate("ada", "heat", 1, T);
    freshet.rate("ada", "solaris", 5, T + 1);

    assertEquals(0, takes("heat"));
    assertEquals(1, takes("solaris"));
    assertEquals(List.of("heat"), movie("solaris").takes().predecessors());
  }

  @Test
  void aReRatingIsNoNewTake() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "heat", 4, T + 1);
    freshet.rate("ada", "heat", 4, T + 1);

    assertEquals(1, takes("heat"));
  }

  @Test
  void takingBackUndoesTheTake() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ben", "heat", 5, T + 1);
    freshet.rate("ada", "ran", 5, T + 2);
    freshet.rate("ada", "heat", 4, T + 3);
    freshet.retract("ada", "heat", T + 4);

    assertEquals(1, takes("heat"));
    assertEquals(1, takes("ran"));
    assertEquals(List.of("ran"), freshet.user("ada").recent());
    assertEquals(List.of("heat"), movie("ran").takes().predecessors(), "it was liked after heat");

    freshet.rate("ada", "heat", 5, T + 5);
    assertEquals(2, takes("heat"), "taken anew");
  }

  @Test
  void theForgottenTakeTheirTakesWithThem() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "ran", 5, T + 1);
    freshet.rate("ben", "heat", 5, T);
    freshet.forget("ada", T + 50);

    assertEquals(1, takes("heat"));
    assertEquals(0, takes("ran"));
    assertEquals(List.of(), freshet.user("ada").recent());
  }

  @Test
  void aSurvivorsTakeThatTellsOfTheForgottenGoesToo() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "ran", 5, T + 100);
    freshet.rate("ada", "alien", 5, T + 200);
    freshet.forget("ada", T + 50);

    assertEquals(0, takes("heat"));
    assertEquals(0, takes("ran"), "it came after heat");
    assertEquals(0, takes("alien"), "so did this");
    assertNull(freshet.rating("ada", "ran").take());
    freshet.retract("ada", "ran", T + 300);
    assertEquals(0, takes("ran"), "not taken back again");
  }

  /** Neither what was taken back since nor what was rated anew hides what was forgotten. */
  @Test
  void aSurvivorsTakeThatTellsOfWhatWasChangedSinceGoesToo() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "solaris", 5, T + 1);
    freshet.rate("ada", "ran", 5, T + 100);
    freshet.retract("ada", "heat", T + 200);
    freshet.rate("ada", "solaris", 4, T + 200);
    freshet.rate("ben", "heat", 1, T);
    freshet.rate("ben", "ran", 5, T + 100);
    freshet.rate("ben", "heat", 2, T + 200);
    freshet.forget("ada", T + 50);

    assertEquals(0, takes("solaris"));
    assertEquals(1, takes("ran"), "that of ben");
    assertEquals(List.of("heat"), movie("ran").takes().predecessors(), "before ben's");
    assertNull(freshet.rating("ada", "ran").take());
  }

  @Test
  void takesOutliveGenerationsAndAreNotCountedAgain() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "ran", 5, T + 1);
    freshet.checkpoint(1, 0, Map.of(), Map.of());
    freshet.moveEverybody();

    assertEquals(1, movie("heat").factors().generation());
    assertEquals(1, takes("heat"));
    assertEquals(1, takes("ran"));
    assertEquals(List.of("heat"), movie("ran").takes().predecessors());
  }

  @Test
  void aTakeOfAnOlderGenerationCounts() {
    freshet.rate("ada", "heat", 5, T);
    freshet.holdUpdates();
    freshet.rate("ben", "heat", 5, T + 1);
    freshet.checkpointMovies(1, Map.of());
    freshet.releaseUpdates();

    assertEquals(2, takes("heat"));
  }

  @Test
  void aClockThatIsAheadCountsAsNow() {
    freshet.rate(
        "ada", "heat", 5, TwoSides.START.toEpochMilli() + Duration.ofMinutes(5).toMillis());

    assertEquals(TwoSides.START.toEpochMilli(), movie("heat").takes().at());
  }

  @Test
  void withoutTakesListsAreOrderedByPredictedRating() {
    freshet.rate("ada", "heat", 1, T);

    List<Float> predicted =
        list("ada").items().stream().map(Recommendations.Item::predictedRating).toList();
    assertEquals(5, predicted.size());
    assertTrue(freshet.replica.taken().isEmpty());
    assertNull(freshet.rating("ada", "heat").take());
  }

  @Test
  void theMixOfSignalsIsKept() {
    for (int user = 0; user < 20; user++) {
      freshet.rate("u" + user, "heat", 5, T + user);
      freshet.rate("u" + user, "ran", 5, T + user);
      freshet.pass(Duration.ofMillis(200));
    }
    boolean isStored =
        freshet.out.written.getOrDefault(Topic.USER_PROGRESS_CHANGELOG, List.of()).stream()
            .anyMatch(record -> StoredMix.isKey(record.key()));

    assertTrue(isStored, "StoredProgressTest shows that it goes on from there");
  }

  /** Twelve movies that were taken, and others that fill a list of twenty. */
  @Test
  void noMovieStandsTwiceInAListThatExplores() {
    ListSettings usual = SideTopologies.unhurried();
    try (TwoSides longer = new TwoSides(usual.places(20))) {
      for (int movie = 0; movie < 40; movie++) {
        longer.movie("m" + movie);
      }
      for (int movie = 0; movie < 12; movie++) {
        longer.rate("fan", "m" + movie, 5, T + movie);
      }
      for (int user = 0; user < 100; user++) {
        longer.rate("u" + user, "none", 3, T);
        longer.pass(Duration.ofSeconds(2));
        List<String> movies =
            longer.out.lists.get("u" + user).items().stream()
                .map(Recommendations.Item::movieId)
                .toList();
        assertEquals(20, movies.size());
        assertEquals(20, movies.stream().distinct().count(), movies.toString());
      }
    }
  }

  /** Ten movies that were taken fill every list of ten; an eleventh is new. */
  @Test
  void aMovieThatNobodyTookStandsLastInSomeLists() {
    for (int movie = 0; movie < 11; movie++) {
      freshet.movie("known" + movie);
      freshet.rate("fan", "known" + movie, 5, T + movie);
    }
    int lists = 100;
    int exploring = 0;
    for (int user = 0; user < lists; user++) {
      freshet.rate("u" + user, "known10", 5, T + 100);
      List<String> listed = listed("u" + user);
      assertEquals(10, listed.size());
      assertTrue(listed.subList(0, 9).stream().allMatch(id -> id.startsWith("known")), "" + listed);
      exploring += listed.get(9).startsWith("known") ? 0 : 1;
    }

    assertTrue(exploring > 5 && exploring < 40, exploring + " of " + lists + ", a fifth expected");
  }

  @Test
  void listsHoldWhatIsTakenMost() {
    for (int user = 0; user < 5; user++) {
      freshet.rate("u" + user, "stalker", 5, T + user);
    }
    freshet.rate("eve", "brazil", 1, T + 9);

    assertEquals("stalker", listed("eve").get(0));
  }
}
