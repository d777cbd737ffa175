package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.Side;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody else writes into the topics of checkpoints stops nobody and changes nothing. */
class ForeignCheckpointTest {

  private static final long T = 1_500_000_000_000L;
  private static final int RANK = 32;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static Factors factors(int rank, float value) {
    float[] vector = new float[rank];
    java.util.Arrays.fill(vector, value);
    return new Factors(1, 1, value, 0, vector);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void garbageIsPassedOverByBothSides() {
    freshet.rate("ada", "heat", 5, T);
    for (Topic topic : new Topic[] {Topic.CHECKPOINT_USERS, Topic.CHECKPOINT_MOVIES}) {
      freshet.checkpointRecord(topic, utf8("ada"), utf8("garbage"));
      freshet.checkpointRecord(topic, utf8("ada"), null);
      freshet.checkpointRecord(topic, null, MovieFactors.toBytes(factors(RANK, 1)));
      freshet.checkpointRecord(topic, new byte[0], utf8("no end"));
      freshet.checkpointRecord(topic, utf8("heat"), MovieFactors.toBytes(factors(RANK, Float.NaN)));
    }
    freshet.checkpoint(1, 1, Map.of("ada", factors(RANK, .1f)), Map.of("heat", factors(RANK, .2f)));
    freshet.moveEverybody();
    assertEquals(5, freshet.heard.refusals(Side.USERS));
    assertEquals(5, freshet.heard.refusals(Side.MOVIES));
    assertEquals(.1f, user("ada").bias());
    assertEquals(.2f, freshet.movieFactors("heat").bias());
  }

  @Test
  void factorsOfAnotherRankThanTheirCheckpointStartAfresh() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ben", "alien", 2, T);
    freshet.rate("ben", "brazil", 2, T);
    Map<String, Factors> movies = new LinkedHashMap<>();
    movies.put("alien", factors(3, .7f)); // somebody's, before the others
    movies.put("heat", factors(RANK, .2f));
    movies.put("brazil", factors(RANK, .3f));
    freshet.checkpointMovies(1, movies);
    freshet.checkpointUsers(
        1,
        3,
        Map.of("ada", factors(RANK, .1f), "ben", factors(3, .7f), "cleo", factors(RANK, .1f)));
    freshet.moveEverybody();

    assertEquals(RANK, freshet.replica.matrix().rank());
    assertEquals(.2f, freshet.movieFactors("heat").bias());
    assertEquals(RANK, freshet.movieFactors("alien").rank());
    assertEquals(.1f, user("ada").bias());
    assertEquals(RANK, user("ben").rank());
    assertEquals(2, user("ben").steps(), "afresh, with both ratings learned again");
    freshet.rate("ben", "heat", 4, T);
    assertEquals(3, user("ben").steps());
  }

  private Factors user(String id) {
    Factors factors = freshet.user(id).factors();
    assertNotNull(factors);
    return factors;
  }
}
