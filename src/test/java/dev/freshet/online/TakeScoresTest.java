package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores of taking next, worked out by hand. Movie indexes: 0 heat, 1 alien, 2 ran, 3 brazil. */
class TakeScoresTest {

  private static final long T = 1_700_000_000_000L;
  private static final long YEAR = 365 * 86_400_000L;

  private final TakenMovies movies = new TakenMovies();
  private final TakeScores scores = new TakeScores();
  private final RatedMovies rated = new RatedMovies();

  private static MovieTakes takes(long... times) {
    MovieTakes takes = MovieTakes.NONE;
    for (long time : times) {
      takes = takes.taken(time, List.of());
    }
    return takes;
  }

  private float[] signals(int movie) {
    float[] out = new float[TakeMix.SIGNALS];
    scores.signals(movie, out, 0);
    return out;
  }

  private float spoke(int movie) {
    Reasons reasons = new Reasons();
    TakeOrder order = new TakeOrder(scores, new TakeMix(), 0);
    reasons.weigh(order, new HeadSignals(), new int[] {5, movie});
    return reasons.weight(1, 0);
  }

  @Test
  void countsAreSharesOfTheLargest() {
    movies.put(0, takes(T, T, T, T), new int[0]);
    movies.put(1, takes(T + YEAR), new int[0]);
    scores.prepare(movies, RankingVectors.NONE, new int[0], Likes.NONE, rated);

    assertArrayEquals(
        new float[] {1, 1, 0, 0, 0, 0, 0, 0, 0}, signals(0), 1e-6f, "four, two by now");
    assertArrayEquals(new float[] {.25f, .5f, 1, 1, 0, 0, 0, 0, 0}, signals(1), 1e-6f);
    assertArrayEquals(new float[TakeMix.SIGNALS], signals(3), "never taken");
  }

  @Test
  void aMovieOfFarAheadDoesNotOverflowTheOthers() {
    movies.put(0, takes(T), new int[0]);
    movies.put(1, takes(T + 100 * YEAR), new int[0]);
    movies.put(2, takes(T + 100 * YEAR), new int[0]);
    scores.prepare(movies, RankingVectors.NONE, new int[0], Likes.NONE, rated);

    assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0}, signals(0), 1e-6f);
    assertArrayEquals(new float[] {1, 1, 1, 1, 0, 0, 0, 0, 0}, signals(2), 1e-6f);
  }

  /** The newest take began the scale of a day anew, and was taken back. */
  @Test
  void whatIsLeftOfLongAgoIsNothing() {
    long later = T + 140 * 86_400_000L;
    movies.put(0, takes(T), new int[0]);
    movies.put(1, takes(T), new int[0]);
    movies.put(1, takes(T, later), new int[0]);
    movies.put(1, takes(T, later).takenBack(later, List.of()), new int[0]);
    scores.prepare(movies, RankingVectors.NONE, new int[0], Likes.NONE, rated);

    float[] out = new float[FactorMatrix.LANES];
    scores.score(new TakeMix(), 0, out);
    assertTrue(Float.isFinite(out[0]) && Float.isFinite(out[1]) && out[2] == 0, "" + out[0]);
    assertEquals(0, signals(0)[3]);
  }

  /** What is kept of a weight of .8. */
  private static final float KEPT = .8125f;

  @Test
  void whatFollowsAMovieStandsAfterIt() {
    movies.put(1, MovieTakes.NONE.taken(T, List.of("heat")), new int[] {0});
    movies.put(2, MovieTakes.NONE.taken(T, List.of("alien", "heat")), new int[] {1, 0});
    scores.prepare(movies, RankingVectors.NONE, new int[] {0}, Likes.of(0), rated);

    // t(heat → alien) = 1, t(heat → ran) = KEPT; heat has no other neighbours.
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 0, 0}, signals(1), 1e-6f);
    assertEquals(KEPT, signals(2)[4], 1e-6f);
    assertTrue(spoke(1) > spoke(2));

    // t(heat, ran) / (mass(ran) + 1)^¼ of that of alien: masses are 1 + KEPT and 2.
    double ran = KEPT * Math.pow(2 + KEPT, -.25);
    double alien = Math.pow(3, -.25);
    assertEquals(ran / alien, signals(2)[6], 1e-5);

    scores.prepare(movies, RankingVectors.NONE, new int[] {2}, Likes.of(2), rated);
    assertEquals(0, signals(1)[4], "nothing followed ran");
    assertEquals(1, signals(1)[5], 1e-6f, "ran followed alien, by 1");
    assertEquals(KEPT, signals(0)[5], 1e-6f, "and heat, by that");
  }

  @Test
  void aDislikedMovieChangesNothingOfWhatStandsBesideLikedOnes() {
    movies.put(1, MovieTakes.NONE.taken(T, List.of("heat", "brazil")), new int[] {0, 3});
    movies.put(2, MovieTakes.NONE.taken(T, List.of("heat")), new int[] {0});
    scores.prepare(movies, RankingVectors.NONE, new int[0], Likes.of(0), rated);
    float[] expected = signals(1);

    Likes mixed = new Likes(new int[] {3, 0}, new float[] {-1, 1});
    scores.prepare(movies, RankingVectors.NONE, new int[0], mixed, rated);

    assertArrayEquals(expected, signals(1), 1e-6f);
  }

  @Test
  void whatIsReplacedOrRemovedLeavesNothing() {
    movies.put(1, MovieTakes.NONE.taken(T, List.of("heat")), new int[] {0});
    movies.put(1, MovieTakes.NONE.taken(T, List.of("ran")), new int[] {2});
    assertEquals(0, movies.weight(0, 1));
    assertEquals(0, movies.mass(0));
    assertEquals(1, movies.mass(2), 1e-6f);

    movies.remove(2);
    assertEquals(0, movies.weight(2, 1));
    assertEquals(0, movies.mass(1), 1e-6f);

    movies.remove(1);
    assertTrue(movies.isEmpty());
  }

  @Test
  void ratedMoviesDoNotCountAsTheLargest() {
    movies.put(1, MovieTakes.NONE.taken(T, List.of("heat")), new int[] {0});
    movies.put(2, MovieTakes.NONE.taken(T, List.of("alien", "heat")), new int[] {1, 0});
    rated.add(1, 5);
    scores.prepare(movies, RankingVectors.NONE, new int[] {0}, Likes.of(0), rated);

    assertEquals(1, signals(2)[4], 1e-6f);
  }
}
