package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.Side;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A movie that is still stored in the generation before starts afresh with its next update. */
class LeftBehindMoviesTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
  private static final long T = TwoSides.EVENT;

  private final TwoSides freshet = new TwoSides();
  private Factors leftBehind = SGD.starts().newMovie("heat", 0);

  @AfterEach
  void close() {
    freshet.close();
  }

  @BeforeEach
  void leaveBehind() {
    freshet.rate("ada", "heat", 5, T);
    leftBehind = freshet.movieFactors("heat");
    freshet.checkpointMovies(1, Map.of());
    assertEquals(1, freshet.movieFactors("heat").generation());
    byte[] key = "heat".getBytes(StandardCharsets.UTF_8);
    freshet.store(Side.MOVIES, Store.MOVIE_FACTORS, key, MovieFactors.toBytes(leftBehind));
    assertNotEquals(0, leftBehind.baseline());
  }

  private Factors afresh() {
    return SGD.starts().newMovie("heat", 1).withBaseline(leftBehind.baseline());
  }

  private void assertHeat(Factors expected) {
    assertArrayEquals(
        MovieFactors.toBytes(expected), MovieFactors.toBytes(freshet.movieFactors("heat")));
  }

  @Test
  void anUpdateOfThePresentGenerationStepsItAfresh() {
    Factors ben = SGD.starts().newUser("ben", 1, 0);
    freshet.update("heat", new MovieUpdate(4, ben));
    assertHeat(SGD.stepMovie(ben, afresh(), 4));
    assertEquals(1, freshet.moviesProgress().generation());
  }

  @Test
  void anUpdateOfTheGenerationBeforeTeachesItsBaselineAlone() {
    Factors ben = SGD.starts().newUser("ben", 0, 0);
    freshet.update("heat", new MovieUpdate(4, ben));
    assertHeat(SGD.stepMovieBaseline(ben, afresh(), 4));
  }
}
