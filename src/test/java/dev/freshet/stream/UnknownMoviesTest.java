package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.stream.catalogue.KnownMovies.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ratings of movies that are not in the catalogue, where these are refused. */
class UnknownMoviesTest {

  private static final long T = 1_500_000_000_000L;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private void know(String movie) {
    freshet.known = id -> id.equals(movie) ? Answer.YES : Answer.NO;
  }

  @Test
  void aRatingOfAnUnknownMovieIsRejectedWithTheReason() {
    know("heat");
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 4, T);
    assertEquals(List.of("unknown-movie"), freshet.out.rejectedReasons);
    assertNotNull(freshet.rating("ada", "heat"));
    assertNull(freshet.rating("ada", "alien"));
    assertEquals(1, freshet.usersProgress().sequence());
  }

  @Test
  void whatIsTakenBackOrForgottenIsNeverRefusedForIt() {
    freshet.rate("ada", "alien", 4, T);
    freshet.rate("ben", "alien", 4, T);
    know("heat");
    freshet.retract("ada", "alien", T + 1);
    freshet.forget("ben", T + 1);
    assertEquals(List.of(), freshet.out.rejectedReasons);
    assertEquals(1, freshet.usersProgress().retracted());
    assertEquals(1, freshet.usersProgress().forgotten());
  }

  @Test
  void whatCannotBeToldIsTakenAndCounted() {
    freshet.known = id -> Answer.UNTOLD;
    freshet.rate("ada", "alien", 4, T);
    assertEquals(List.of(), freshet.out.rejectedReasons);
    assertNotNull(freshet.rating("ada", "alien"));
    assertEquals(1, freshet.heard.untold);
  }
}
