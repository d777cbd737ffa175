package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody's rating stands of leaves the movie side after a whole generation. */
class LeavingMoviesTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
  private static final long T = 1_500_000_000_000L;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static Factors trained(int generation, float value) {
    float[] vector = new float[SGD.settings().rank()];
    Arrays.fill(vector, value);
    return new Factors(generation, 20, value, 0, vector);
  }

  /** A generation that knows ada and heat, and what nobody else ever rated or watched. */
  private void publish(int generation) {
    freshet.checkpoint(
        generation,
        1,
        Map.of("ada", trained(generation, .1f)),
        Map.of("heat", trained(generation, .2f)));
    freshet.moveEverybody();
  }

  private void begin() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ben", "alien", 3, T);
  }

  @Test
  void aMovieThatLostItsRatingsLeavesWithTheSecondGenerationThatDoesNotKnowIt() {
    begin();
    freshet.retract("ben", "alien", T + 1);
    publish(1);
    assertTrue(freshet.hasMovie("alien"), "it was rated in the generation before");
    assertEquals(0, freshet.movieFactors("alien").steps());
    publish(2);
    assertFalse(freshet.hasMovie("alien"));
    assertEquals(-1, freshet.replica.indexOf("alien"));
    assertTrue(freshet.hasMovie("heat"));

    List<TestRecord<byte[], byte[]>> written =
        Objects.requireNonNull(freshet.out.written.get(Topic.MOVIE_FACTORS));
    TestRecord<byte[], byte[]> last =
        written.stream()
            .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals("alien"))
            .reduce((first, second) -> second)
            .orElseThrow();
    assertNull(last.value());
  }

  @Test
  void aMovieThatLeftStartsAnewWithItsNextRating() {
    begin();
    freshet.retract("ben", "alien", T + 1);
    publish(1);
    publish(2);
    freshet.rate("cleo", "alien", 4, T);
    assertEquals(2, freshet.movieFactors("alien").generation());
    assertEquals(1, freshet.movieFactors("alien").steps());
    assertEquals(1, freshet.replica.factorsOf("alien").steps());
  }

  @Test
  void aMovieWhoseRatingStandsStaysThoughNoGenerationKnowsIt() {
    begin();
    for (int generation = 1; generation <= 4; generation++) {
      publish(generation);
      assertEquals(1, freshet.movieFactors("alien").steps(), "ben's rating was learned again");
      assertEquals(generation, freshet.movieFactors("alien").generation());
    }
  }

  @Test
  void aMovieOfTheCatalogueStaysInTheReplicaWhereItStarts() {
    begin();
    freshet.movie("alien");
    freshet.retract("ben", "alien", T + 1);
    publish(1);
    publish(2);
    assertFalse(freshet.hasMovie("alien"));
    Factors alien =
        Objects.requireNonNull(freshet.replica.matrix().get(freshet.replica.indexOf("alien")));
    assertArrayEquals(SGD.starts().newMovie("alien", 2).vector(), alien.vector());
    freshet.movie("alien", null);
    assertEquals(-1, freshet.replica.indexOf("alien"));
  }
}
