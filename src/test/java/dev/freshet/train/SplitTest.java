package dev.freshet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

  /** 20 users rate movies 0 to 9 in turn, each at a time of its own. */
  private static RatingTable table(int ratings) {
    int[] user = IntStream.range(0, ratings).map(i -> i % 20).toArray();
    int[] movie = IntStream.range(0, ratings).map(i -> i / 20).toArray();
    float[] rating = new float[ratings];
    Arrays.fill(rating, 3);
    long[] time = IntStream.range(0, ratings).mapToLong(i -> 1000L * i).toArray();
    return new RatingTable(20, 10, new Scale(1, 5), user, movie, rating, time);
  }

  @Test
  void randomHoldsOutItsShareAndLosesNothing() {
    Split.Parts parts = Split.parse("random:0.1").of(table(200), 7);
    assertEquals(20, parts.test().size());
    assertEquals(180, parts.train().size());
    long[] times =
        IntStream.concat(
                IntStream.range(0, 180).map(i -> (int) parts.train().time()[i]),
                IntStream.range(0, 20).map(i -> (int) parts.test().time()[i]))
            .asLongStream()
            .sorted()
            .toArray();
    assertArrayEquals(table(200).time(), times);
  }

  @Test
  void theSeedDecides() {
    Split split = Split.parse("random:0.1");
    long[] once = split.of(table(200), 7).test().time();
    assertArrayEquals(once, split.of(table(200), 7).test().time());
    assertTrue(!Arrays.equals(once, split.of(table(200), 8).test().time()));
  }

  @Test
  void timeHoldsOutTheNewest() {
    Split.Parts parts = Split.parse("time:0.25").of(table(8), 1);
    assertArrayEquals(new long[] {6000, 7000}, parts.test().time());
  }

  @Test
  void heldOutUsersShowFourFifthsAndAreNotLearned() {
    Split.Parts parts = Split.parse("users:0.1").of(table(200), 3);
    assertEquals(180, parts.train().size());
    assertEquals(16, parts.given().size());
    assertEquals(4, parts.test().size());
    assertEquals(2, Arrays.stream(parts.test().user()).distinct().count());
    assertTrue(
        Arrays.stream(parts.train().user())
            .noneMatch(u -> Arrays.stream(parts.test().user()).anyMatch(held -> held == u)));
  }

  @Test
  void heldOutMoviesAreHeldOutWithAllTheirRatings() {
    Split.Parts parts = Split.parse("movies:0.2").of(table(200), 3);
    assertEquals(2, Arrays.stream(parts.test().movie()).distinct().count());
    assertEquals(40, parts.test().size());
    assertEquals(160, parts.train().size());
  }

  @ParameterizedTest
  @CsvSource({"random:0.1", "time:0.1", "users:0.01"})
  void anEmptyPartIsRefused(String split) {
    RatingTable few = table(4);
    TrainingException e =
        assertThrows(TrainingException.class, () -> Split.parse(split).of(few, 1));
    assertTrue(e.getMessage().contains("is empty: 4 ratings by 20 users"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense:0.1, 'a split is random:0.1, time:0.1, movies:0.1, users:0.1 or folds:DIR, not nonsense:0.1'",
    "random, 'a split is random:0.1, time:0.1, movies:0.1, users:0.1 or folds:DIR, not random'",
    "random:x, 'the share of a split is a number such as 0.1, not x'",
    "random:1.5, 'the share that is held out must be above 0 and below 1, not 1.5'",
  })
  void whatIsNoSplitIsRefused(String text, String problem) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Split.parse(text));
    assertEquals(problem, e.getMessage());
  }
}
