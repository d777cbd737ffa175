package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list by popularity as each user would have had it, without making it. */
class PopularMoviesTest {

  private static final long T = TwoSides.EVENT;
  private static final long SECOND = 1_000_000_000;

  private final TwoSides freshet = new TwoSides();
  private final AtomicLong clock = new AtomicLong();
  private final List<String> asked = new ArrayList<>();
  private PopularMovies popular = new PopularMovies(freshet.replica, clock::get);

  /** m0 is taken most, m9 once. */
  @BeforeEach
  void takes() {
    for (int movie = 0; movie < 10; movie++) {
      freshet.movie("m" + movie);
      for (int user = 0; user < 10 - movie; user++) {
        freshet.rate("u" + user, "m" + movie, 5, T + movie);
      }
    }
  }

  @AfterEach
  void close() {
    freshet.close();
  }

  private boolean wouldList(String movie, int length, String... rated) {
    asked.clear();
    return popular.wouldList(
        movie,
        length,
        rated.length,
        other -> {
          asked.add(other);
          return Set.of(rated).contains(other);
        });
  }

  @Test
  void theMostTakenAreListedWithoutAskingForRatings() {
    assertTrue(wouldList("m0", 3));
    assertTrue(wouldList("m2", 3));
    assertFalse(wouldList("m3", 3));
    assertFalse(wouldList("m9", 3, "m0", "m1"), "too far down whatever was rated");
    assertFalse(wouldList("never seen", 3));
    assertEquals(List.of(), asked);
  }

  @Test
  void whatTheUserRatedMakesRoom() {
    assertTrue(wouldList("m3", 3, "m1"));
    assertFalse(wouldList("m3", 3, "m8"), "rated, but less popular");
    assertTrue(wouldList("m4", 3, "m2", "m0"));
    assertFalse(wouldList("m4", 3, "m2", "m9"));
  }

  @Test
  void askingEndsWhenItIsDecided() {
    assertTrue(wouldList("m4", 3, "m0", "m1", "m7"));
    assertEquals(List.of("m0", "m1"), asked);
    assertFalse(wouldList("m5", 3, "m6", "m7", "m8"));
    assertEquals(List.of("m0", "m1", "m2"), asked, "two that are left are too few");
  }

  @Test
  void whatLeftTheCatalogueIsNotListed() {
    freshet.movie("m0", null);

    assertTrue(wouldList("m3", 3));
    assertFalse(wouldList("m0", 3));
  }

  @Test
  void itIsLookedForOnceASecond() {
    assertFalse(wouldList("m9", 3));
    for (int user = 0; user < 20; user++) {
      freshet.rate("new" + user, "m9", 5, T + 20);
    }
    clock.set(SECOND - 1);
    assertFalse(wouldList("m9", 3));
    clock.set(SECOND);
    assertTrue(wouldList("m9", 3));
  }
}
