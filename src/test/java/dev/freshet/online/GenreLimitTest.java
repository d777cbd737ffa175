package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten movies, the best first, and what may be chosen of them. */
class GenreLimitTest {

  private static final Map<Integer, List<String>> GENRES =
      Map.of(
          0, List.of("Crime"),
          1, List.of("Crime", "Drama"),
          2, List.of("Crime"),
          3, List.of("Drama"),
          4, List.of(),
          5, List.of("Comedy", "Crime"),
          6, List.of("Comedy"),
          7, List.of("Drama"));

  private final TopN best = new TopN(10);
  private final GenreLimit limit = new GenreLimit();

  @BeforeEach
  void tenMovies() {
    for (int movie = 0; movie < 10; movie++) {
      best.offer(movie, -movie);
    }
    best.sort();
  }

  private int[] choose(int length, int most) {
    return limit.choose(best, length, most, GENRES::get);
  }

  @Test
  void withoutALimitTheBestAreChosen() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, choose(4, 0));
    assertEquals(4, GenreLimit.needed(4, 0));
  }

  @Test
  void aMovieCountsForEachOfItsGenres() {
    assertArrayEquals(new int[] {0, 3, 4, 6}, choose(4, 1), "1 and 5 are crime, too");
    assertArrayEquals(new int[] {0, 1, 3, 4, 6}, choose(5, 2));
  }

  @Test
  void moviesWithoutGenresHaveNoLimit() {
    assertArrayEquals(new int[] {0, 3, 4, 6, 8, 9}, choose(6, 1));
  }

  @Test
  void whereTooFewMayBeChosenTheBestOfTheOthersFillUp() {
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 6, 8, 9}, choose(8, 1));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, choose(12, 1), "ten there are");
  }
}
