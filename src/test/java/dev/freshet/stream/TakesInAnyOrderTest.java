package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.wire.StoredMovie;
import dev.freshet.wire.Take;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user took, and when, is the same in whatever order his events arrive. */
class TakesInAnyOrderTest {

  private static final long T = TwoSides.EVENT;

  private final TwoSides freshet = new TwoSides();

  @BeforeEach
  void catalogue() {
    List.of("heat", "ran").forEach(freshet::movie);
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

  private Take take(String user, String movie) {
    return Objects.requireNonNull(freshet.rating(user, movie)).take();
  }

  @Test
  void theOrderOfViewsAndSkipsDoesNotMatter() {
    does("ada", "view", "heat", T);
    does("ada", "view", "heat", T + 1);
    does("ada", "view", "heat", T + 2);
    does("ada", "skip", "heat", T + 3);
    does("ben", "skip", "ran", T);
    does("ben", "view", "ran", T + 1);
    does("ben", "view", "ran", T + 2);
    does("ben", "view", "ran", T + 3);
    assertEquals(.1f, year("heat"), 1e-6f);
    assertEquals(.1f, year("ran"), 1e-6f);

    does("ada", "skip", "heat", "null", T + 4);
    assertEquals(.6f, year("heat"), 1e-6f);
    does("ben", "skip", "ran", T + 5);
    assertFalse(movie("ran").isTaken());
    assertNull(take("ben", "ran"));
  }

  /** The first rating and all interactions tell the weight, in whatever order they came. */
  @Test
  void theOrderOfRatingsAndViewsDoesNotMatter() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "heat", 2, T + 1);
    does("ada", "view", "heat", T);
    freshet.rate("ben", "heat", 5, T);
    does("ben", "view", "heat", T);
    freshet.rate("ben", "heat", 2, T + 1);
    does("cat", "view", "heat", T);
    freshet.rate("cat", "heat", 5, T);
    freshet.rate("cat", "heat", 2, T + 1);
    for (String user : List.of("ada", "ben", "cat")) {
      assertEquals(1, take(user, "heat").weight(), user);
      assertEquals(T, take(user, "heat").time(), user);
    }
    assertEquals(3, year("heat"), 1e-5f);
    does("cat", "view", "heat", "null", T + 2);
    assertEquals(3, year("heat"), 1e-5f, "the rating was liked");
    freshet.retract("cat", "heat", T + 3);
    assertEquals(2, year("heat"), 1e-5f);
  }

  @Test
  void aReRatingBesideAViewIsNoNewTake() {
    freshet.rate("ada", "heat", 2, T);
    freshet.rate("ada", "heat", 5, T + 1);
    assertFalse(movie("heat").isTaken());
    does("ada", "view", "heat", T + 2);
    assertEquals(.2f, year("heat"), 1e-6f);
    freshet.rate("ada", "heat", 4, T + 3);
    assertEquals(.2f, year("heat"), 1e-6f);
    does("ada", "view", "heat", "null", T + 4);
    assertFalse(movie("heat").isTaken());
  }

  @Test
  void whatComesLateDoesNotMoveATakeIntoThePast() {
    for (int i = 0; i < 4; i++) {
      does("ada", "view", "heat", T + i);
    }
    does("ada", "view", "ran", T + 10);
    does("ada", "view", "heat", T - Duration.ofDays(700).toMillis());
    assertEquals(1, year("heat"), 1e-5f);
    assertEquals(T + 3, take("ada", "heat").time());
    assertEquals(List.of(), take("ada", "heat").before(), "not what came since");
  }

  /** Four events in all of their orders, each by another user. */
  @Test
  void neitherWeightNorTimeOfATakeDependOnTheOrder() {
    List<List<String>> orders = orders(List.of("purchase 1", "view 2", "skip 3", "view 0"));
    assertEquals(24, orders.size());
    for (int user = 0; user < orders.size(); user++) {
      for (String event : orders.get(user)) {
        String[] said = event.split(" ", -1);
        does("u" + user, said[0], "heat", T + Integer.parseInt(said[1]));
      }
      assertEquals(.9f, take("u" + user, "heat").weight(), 1e-6f, orders.get(user).toString());
      assertEquals(T + 1, take("u" + user, "heat").time(), orders.get(user).toString());
    }
    assertEquals(24 * .9f, year("heat"), 1e-3f);
  }

  private static List<List<String>> orders(List<String> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> all = new ArrayList<>();
    for (String first : of) {
      List<String> rest = new ArrayList<>(of);
      rest.remove(first);
      for (List<String> order : orders(rest)) {
        List<String> with = new ArrayList<>(List.of(first));
        with.addAll(order);
        all.add(with);
      }
    }
    return all;
  }
}
