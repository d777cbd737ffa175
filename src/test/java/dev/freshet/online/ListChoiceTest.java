package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten movies, the best first, and what may be chosen of them. */
class ListChoiceTest {

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
  private final RankingVectors vectors = new RankingVectors(1);
  private final ListChoice choice = new ListChoice();

  @BeforeEach
  void tenMovies() {
    for (int movie = 0; movie < 10; movie++) {
      best.offer(movie, -movie);
    }
    best.sort();
  }

  private int[] choose(int length, int most) {
    return choose(new ListChoice.Wish(length, most, 0));
  }

  private int[] choose(ListChoice.Wish wish) {
    return choice.choose(best, wish, GENRES::get, vectors);
  }

  @Test
  void withoutALimitTheBestAreChosen() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, choose(4, 0));
    assertEquals(4, new ListChoice.Wish(4, 0, 0).needed());
    assertEquals(100, new ListChoice.Wish(4, 1, 0).needed());
    assertEquals(200, new ListChoice.Wish(20, 0, .1f).needed());
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

  /**
   * Scores are 0, -1, ... -9, so s' = 1 - i / 9. Movies 0 to 4 are the same, 5 stands at right
   * angles to them, 6 to 9 have no vector.
   */
  private void fiveThatAreAlike() {
    for (int movie = 0; movie < 5; movie++) {
      vectors.put(movie, new float[] {2, 0});
    }
    vectors.put(5, new float[] {0, 1});
  }

  @Test
  void aMovieLikeOneAboveItStandsBehindOthers() {
    fiveThatAreAlike();
    // After movie 0 the others of it have .5 · s' - .5, 5 to 9 .5 · s': 1 has -.06, 5 has .22.
    assertArrayEquals(new int[] {0, 5, 6, 7, 8, 9, 1, 2}, choose(new ListChoice.Wish(8, 0, .5f)));
  }

  /** 1 has .9 · 8/9 - .1 = .7 and 5 has .9 · 4/9 = .4. */
  @Test
  void littleDiversityChangesLittle() {
    fiveThatAreAlike();
    assertArrayEquals(new int[] {0, 1, 2, 3}, choose(new ListChoice.Wish(4, 0, .1f)));
  }

  @Test
  void genresHaveTheirLimitAmongDiverseMovies() {
    fiveThatAreAlike();
    assertArrayEquals(
        new int[] {0, 6, 7, 8, 9, 4}, choose(new ListChoice.Wish(6, 1, .5f)), "5 is crime, too");
  }
}
