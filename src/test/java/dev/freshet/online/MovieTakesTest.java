package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.IntStream;
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

  @Test
  void aFullListDropsItsWeakest() {
    MovieTakes takes = MovieTakes.NONE;
    for (int i = 0; i < MovieTakes.MOST_PREDECESSORS; i++) {
      takes = takes.taken(T, List.of("strong" + i));
    }
    MovieTakes full = takes.taken(T, List.of("strong0", "weak"));

    assertEquals(MovieTakes.MOST_PREDECESSORS, full.predecessors().size());
    assertEquals("strong0", full.predecessors().get(0));
    assertEquals(
        IntStream.range(0, MovieTakes.MOST_PREDECESSORS)
            .mapToObj(i -> "strong" + i)
            .sorted()
            .toList(),
        full.predecessors().stream().sorted().toList());
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
