package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted of the takes of a movie, in whatever order they come. */
@SuppressWarnings("EnumOrdinal") // As the sums are stored.
class MovieTakesTest {

  private static final long DAY = 86_400_000;
  private static final long T = 1_700_000_000_000L;

  @Test
  void aCountOfADayHalvesWithEachDay() {
    MovieTakes takes = MovieTakes.NONE.taken(T, List.of()).taken(T + 2 * DAY, List.of());

    assertEquals(2, takes.takes());
    assertEquals(T + 2 * DAY, takes.at());
    assertArrayEquals(
        new float[] {1.25f, 1.8203f, 1.9962f},
        takes.decayed(),
        1e-4f,
        "2^-2, 2^-(2/7), 2^-(2/365)");
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    MovieTakes forward =
        MovieTakes.NONE
            .taken(T, List.of("a"))
            .taken(T + DAY, List.of("b"))
            .taken(T + 9 * DAY, List.of("a"));
    MovieTakes backward =
        MovieTakes.NONE
            .taken(T + 9 * DAY, List.of("a"))
            .taken(T + DAY, List.of("b"))
            .taken(T, List.of("a"));

    assertSimilar(forward, backward);
  }

  @Test
  void whatCameBeforeWeighsLessByEachStepBack() {
    MovieTakes takes = MovieTakes.NONE.taken(T, List.of("newest", "older", "oldest"));

    assertEquals(List.of("newest", "older", "oldest"), takes.predecessors());
    assertArrayEquals(new float[] {1, .8f, .64f}, takes.weights(), 1e-6f);
  }

  @Test
  void takingBackUndoesTheTake() {
    MovieTakes one = MovieTakes.NONE.taken(T + 3 * DAY, List.of("a", "b"));
    MovieTakes two = one.taken(T, List.of("b", "c"));

    assertSimilar(one, two.takenBack(T, List.of("b", "c")));
    assertSame(MovieTakes.NONE, one.takenBack(T + 3 * DAY, List.of("a", "b")));
  }

  /** As many predecessors as are kept, each of weight 5. */
  private static MovieTakes full() {
    MovieTakes takes = MovieTakes.NONE;
    for (int i = 0; i < 5 * MovieTakes.MOST_PREDECESSORS; i++) {
      takes = takes.taken(T, List.of("strong" + i % MovieTakes.MOST_PREDECESSORS));
    }
    return takes;
  }

  @Test
  void aFullListKeepsAllButItsWeakest() {
    MovieTakes full = full().taken(T, List.of("strong0", "weak"));

    assertEquals(MovieTakes.MOST_PREDECESSORS, full.predecessors().size());
    assertEquals("strong0", full.predecessors().get(0));
    long kept = full.predecessors().stream().filter(movie -> movie.startsWith("strong")).count();
    assertTrue(kept >= MovieTakes.MOST_PREDECESSORS - 1, kept + " of the strong");
  }

  /** Three in ten takes come after one new movie, all others after movies that never come again. */
  @Test
  void whatBecomesAPredecessorLateIsFoundThoughTheListIsFull() {
    MovieTakes takes = full();
    for (int i = 0; i < 1_000; i++) {
      String before = i % 10 < 3 ? "late" : "once" + i;
      takes = takes.taken(T + i * 60_000L, List.of(before, "other" + i));
    }

    int place = takes.predecessors().indexOf("late");
    assertEquals(0, place, "the strongest of " + takes);
    assertTrue(takes.weights()[0] > 100, "weight " + takes.weights()[0]);
  }

  /** A newcomer of weight 1 has the weakest one's place, of weight 5, one time in six. */
  @Test
  void aNewcomersChanceIsItsShare() {
    MovieTakes full = full();
    int admitted = 0;
    for (int i = 0; i < 6_000; i++) {
      admitted += full.taken(T, List.of("new" + i)).predecessors().contains("new" + i) ? 1 : 0;
    }

    assertEquals(1_000, admitted, 150);
  }

  private static void assertSimilar(MovieTakes expected, MovieTakes actual) {
    assertEquals(expected.takes(), actual.takes());
    assertArrayEquals(
        atZero(expected), atZero(actual), 1e-4f, () -> expected + " against " + actual);
    assertEquals(expected.predecessors(), actual.predecessors());
  }

  /** The sums as of the time T + 9 days, whatever time they are kept as of. */
  private static float[] atZero(MovieTakes takes) {
    float[] sums = takes.decayed().clone();
    for (MovieTakes.HalfLife halfLife : MovieTakes.HalfLife.values()) {
      sums[halfLife.ordinal()] *= (float) halfLife.growth(takes.at() - (T + 9 * DAY));
    }
    return sums;
  }
}
