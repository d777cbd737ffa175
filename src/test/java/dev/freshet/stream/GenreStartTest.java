package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Topic;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.Side;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Movies in which nothing is learned stand where the generation has their genres. */
class GenreStartTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
  private static final long T = 1_500_000_000_000L;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static Factors trained(int generation, int steps, float value) {
    float[] vector = new float[SGD.settings().rank()];
    Arrays.fill(vector, value);
    return new Factors(generation, steps, value, 0, vector);
  }

  private void movie(String id, String genres) {
    freshet.movie(
        id, "{\"movieId\":\"%s\",\"title\":\"%s\",\"genres\":[%s]}".formatted(id, id, genres));
  }

  /** Ada has a rating in the snapshot; crime is at .5, drama at .1. */
  private void begin() {
    freshet.rate("ada", "heat", 5, T);
    movie("heat", "\"Crime\"");
  }

  private void publish() {
    freshet.checkpoint(
        1,
        1,
        Map.of("ada", trained(1, 20, .1f)),
        Map.of(
            "heat",
            trained(1, 20, .2f),
            GenreIds.of("Crime"),
            trained(1, 0, .5f),
            GenreIds.of("Drama"),
            trained(1, 0, .1f)));
    freshet.moveEverybody();
  }

  private static void assertAt(float value, Factors movie) {
    assertEquals(0, movie.steps());
    assertEquals(value, movie.bias(), 1e-6f);
    assertEquals(0, movie.baseline());
    for (float f : movie.vector()) {
      assertEquals(value, f, 1e-6f);
    }
  }

  @Test
  void whatEntersTheCatalogueStartsAtOnceWhereItsGenresAre() {
    begin();
    publish();
    movie("ronin", "\"Crime\",\"Drama\"");
    assertAt(.3f, freshet.replica.factorsOf("ronin"));
    movie("ronin", "\"Drama\"");
    assertAt(.1f, freshet.replica.factorsOf("ronin"));
    movie("ronin", "\"Horror\""); // of which the generation knows nothing
    assertArrayEquals(
        SGD.starts().newMovie("ronin", 1).vector(), freshet.replica.factorsOf("ronin").vector());
    movie("alien", "\"Horror\"");
    assertArrayEquals(
        SGD.starts().newMovie("alien", 1).vector(), freshet.replica.factorsOf("alien").vector());
  }

  @Test
  void bothSidesTakeItsFirstStepFromThere() {
    begin();
    publish();
    movie("ronin", "\"Crime\",\"Drama\"");
    Factors ada = Objects.requireNonNull(Objects.requireNonNull(freshet.user("ada")).factors());
    Factors ronin = freshet.replica.factorsOf("ronin");
    freshet.rate("ada", "ronin", 4, T);

    assertEquals(
        SGD.predict(ada, ronin),
        Objects.requireNonNull(freshet.rating("ada", "ronin")).prediction());
    Factors stepped = SGD.stepMovie(ada, ronin, 4);
    assertArrayEquals(stepped.vector(), freshet.movieFactors("ronin").vector(), 1e-6f);
    assertEquals(stepped.bias(), freshet.movieFactors("ronin").bias(), 1e-6f);
    assertEquals(1, freshet.replica.factorsOf("ronin").steps());

    movie("ronin", "\"Drama\""); // what is learned stays
    assertEquals(1, freshet.replica.factorsOf("ronin").steps());
  }

  @Test
  void whatTheCheckpointDoesNotKnowLearnsItsRatingsAgainFromThere() {
    begin();
    movie("ronin", "\"Crime\"");
    freshet.rate("ada", "ronin", 4, T);
    float baseline = freshet.movieFactors("ronin").baseline();
    publish();
    Factors start = trained(1, 0, .5f).withBaseline(baseline);
    Factors stepped = SGD.stepMovie(trained(1, 20, .1f), start, 4);
    assertArrayEquals(stepped.vector(), freshet.movieFactors("ronin").vector(), 1e-6f);
    assertEquals(baseline, freshet.movieFactors("ronin").baseline());
    assertNotEquals(0, baseline);
  }

  @Test
  void aGenreOfAnotherRankIsPassedOver() {
    begin();
    freshet.checkpoint(
        1,
        1,
        Map.of("ada", trained(1, 20, .1f)),
        Map.of(
            "heat",
            trained(1, 20, .2f),
            "alien",
            trained(1, 20, .2f),
            GenreIds.of("Crime"),
            new Factors(1, 0, .5f, 0, new float[] {1})));
    freshet.moveEverybody();
    assertEquals(1, freshet.heard.refusals(Side.MOVIES));
    movie("ronin", "\"Crime\"");
    assertArrayEquals(
        SGD.starts().newMovie("ronin", 1).vector(), freshet.replica.factorsOf("ronin").vector());
  }

  @Test
  void aGenerationWithoutGenresDropsThoseOfTheOneBefore() {
    begin();
    publish();
    freshet.checkpoint(
        2, 1, Map.of("ada", trained(2, 20, .1f)), Map.of("heat", trained(2, 20, .2f)));
    freshet.moveEverybody();
    movie("ronin", "\"Crime\"");
    assertArrayEquals(
        SGD.starts().newMovie("ronin", 2).vector(), freshet.replica.factorsOf("ronin").vector());
    TestRecord<byte[], byte[]> last =
        Objects.requireNonNull(freshet.out.written.get(Topic.MOVIE_FACTORS)).stream()
            .filter(record -> GenreIds.isKey(record.key()))
            .reduce((first, second) -> second)
            .orElse(null);
    assertNotNull(last);
    assertNull(last.value());
  }
}
