package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.online.Factors;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.Side;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A stored value that cannot be read is set aside once, whole and with the name of its store, and
 * everything goes on as if it were not there.
 */
class UnreadableStoresTest {

  private static final long T = TwoSides.EVENT;
  private static final byte[] GARBAGE = utf8("garbage");

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Factors factors(float value) {
    float[] vector = new float[32];
    Arrays.fill(vector, value);
    return new Factors(1, 1, value, 0, vector);
  }

  private void assertSetAside(String store, byte[] key, byte[] value) {
    assertEquals(List.of(store), freshet.heard.unreadable);
    TestRecord<byte[], byte[]> aside = freshet.out.rejected.get(0);
    assertEquals(1, freshet.out.rejected.size());
    assertEquals("unreadable", TwoSides.header(aside, Rejected.REASON));
    assertEquals(store, TwoSides.header(aside, Rejected.STORE));
    assertEquals("0", TwoSides.header(aside, "__streams.errors.partition"));
    assertArrayEquals(key, aside.key());
    assertArrayEquals(value, aside.value());
  }

  @Test
  void aUserWhoCannotBeReadStartsAfreshWithTheRatingsThatStand() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 4, T);
    freshet.retract("ada", "alien", T + 1);
    freshet.store(Side.USERS, Store.USER_FACTORS, utf8("ada"), GARBAGE);
    freshet.rate("ada", "brazil", 3, T);
    freshet.pass(Duration.ofSeconds(2));

    assertSetAside(Store.USER_FACTORS, utf8("ada"), GARBAGE);
    UserState ada = freshet.user("ada");
    assertNotNull(ada);
    assertEquals(2, ada.ratings());
    assertEquals(1, ada.factors().steps());
    assertEquals(2, freshet.out.lists.get("ada").ratings());
    assertEquals(0, freshet.usersProgress().unreadable(), "no event was lost");
  }

  @Test
  void aUserWithFactorsThatAreNotFiniteStartsAfresh() {
    freshet.rate("ada", "heat", 5, T);
    byte[] broken = freshet.user("ada").moved(factors(Float.NaN)).toBytes();
    freshet.store(Side.USERS, Store.USER_FACTORS, utf8("ada"), broken);
    freshet.rate("ada", "brazil", 3, T);
    assertSetAside(Store.USER_FACTORS, utf8("ada"), broken);
    assertEquals(1, freshet.user("ada").factors().steps());
  }

  /** A walk finds who is never heard of. */
  @Test
  void aWalkMendsAUserWhoCannotBeRead() {
    freshet.rate("ada", "heat", 5, T);
    freshet.movie("heat");
    freshet.movie("alien");
    freshet.pass(Duration.ofSeconds(2));
    freshet.store(Side.USERS, Store.USER_FACTORS, utf8("ada"), GARBAGE);
    freshet.movie("alien", null);
    for (int tick = 0; tick < 4; tick++) {
      freshet.pass(Duration.ofSeconds(1));
    }
    assertSetAside(Store.USER_FACTORS, utf8("ada"), GARBAGE);
    assertEquals(1, freshet.user("ada").ratings());
    assertNull(freshet.user("ada").factors());
  }

  @Test
  void aRatingThatCannotBeReadIsAsIfItWereNotThere() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 4, T);
    byte[] key = RatingKey.of(utf8("ada"), "heat").get();
    freshet.pass(Duration.ofSeconds(2));
    freshet.store(Side.USERS, Store.USER_RATINGS, key, GARBAGE);
    freshet.rate("ada", "brazil", 3, T);
    freshet.pass(Duration.ofSeconds(2));

    assertSetAside(Store.USER_RATINGS, key, GARBAGE);
    assertNull(freshet.rating("ada", "heat"));
    assertEquals(2, freshet.user("ada").ratings(), "brazil and alien");
    freshet.rate("ada", "heat", 1, T);
    assertEquals(3, freshet.user("ada").ratings());
    assertEquals(1, freshet.out.rejected.size(), "once");
  }

  @Test
  void aRatingThatCannotBeReadWhenItIsReplacedCountsOnce() {
    freshet.rate("ada", "heat", 5, T);
    byte[] key = RatingKey.of(utf8("ada"), "heat").get();
    freshet.store(Side.USERS, Store.USER_RATINGS, key, GARBAGE);
    freshet.rate("ada", "heat", 4, T + 1);
    assertSetAside(Store.USER_RATINGS, key, GARBAGE);
    assertEquals(1, freshet.user("ada").ratings());
    assertEquals(4, freshet.rating("ada", "heat").rating());
    freshet.store(Side.USERS, Store.USER_RATINGS, key, GARBAGE);
    freshet.retract("ada", "heat", T + 2);
    assertEquals(0, freshet.user("ada").ratings());
  }

  /** What is counted wrong when a crash comes would be so for good. */
  @Test
  void aRatingThatAFoldInCannotReadIsNotCountedInTheSameWrite() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 4, T);
    freshet.checkpoint(1, 0, Map.of(), Map.of("heat", factors(.2f)));
    freshet.moveEverybody();
    byte[] key = RatingKey.of(utf8("ada"), "heat").get();
    freshet.store(Side.USERS, Store.USER_RATINGS, key, GARBAGE);
    freshet.rate("ada", "brazil", 3, T);

    assertSetAside(Store.USER_RATINGS, key, GARBAGE);
    assertEquals(1, freshet.user("ada").factors().generation());
    assertEquals(2, freshet.user("ada").ratings(), "brazil and alien");
  }

  @Test
  void aRatingThatAUserWhoMovesCannotReadIsNotCountedInTheSameWrite() {
    ListSettings usual = ListSettings.defaults();
    Duration hour = Duration.ofHours(1);
    try (TwoSides seldom =
        new TwoSides(
            new ListSettings(
                hour, usual.recommender(), usual.tick(), new ListSettings.Slice(hour), 0))) {
      seldom.rate("ada", "heat", 5, T);
      seldom.rate("ada", "alien", 4, T);
      seldom.pass(Duration.ofSeconds(2));
      int lists = seldom.out.allLists.size();
      byte[] key = RatingKey.of(utf8("ada"), "heat").get();
      seldom.store(Side.USERS, Store.USER_RATINGS, key, GARBAGE);
      seldom.checkpoint(1, 0, Map.of(), Map.of("heat", factors(.2f)));
      seldom.moveEverybody();

      assertEquals(List.of(Store.USER_RATINGS), seldom.heard.unreadable);
      assertEquals(1, seldom.user("ada").factors().generation());
      assertEquals(lists, seldom.out.allLists.size(), "no list wrote it");
      assertEquals(1, seldom.user("ada").ratings(), "alien");
    }
  }

  @Test
  void aRatingThatCannotBeReadForAnEventThatChangesNothingIsNotCounted() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 4, T);
    freshet.forget("ada", T - 1);
    byte[] key = RatingKey.of(utf8("ada"), "heat").get();
    freshet.store(Side.USERS, Store.USER_RATINGS, key, GARBAGE);
    freshet.rate("ada", "heat", 1, T - 2);

    assertSetAside(Store.USER_RATINGS, key, GARBAGE);
    assertEquals(1, freshet.user("ada").ratings(), "alien");
  }

  @Test
  void aMovieThatCannotBeReadStartsAfresh() {
    freshet.rate("ada", "heat", 5, T);
    byte[] broken = MovieFactors.toBytes(factors(Float.POSITIVE_INFINITY));
    freshet.store(Side.MOVIES, Store.MOVIE_FACTORS, utf8("heat"), broken);
    freshet.rate("ben", "heat", 5, T);
    assertSetAside(Store.MOVIE_FACTORS, utf8("heat"), broken);
    assertEquals(1, freshet.movieFactors("heat").steps());
    assertEquals(0, freshet.moviesProgress().unreadable(), "no update was lost");
  }

  @Test
  void aUserOfACheckpointWhoCannotBeReadStartsTheGenerationAfresh() {
    freshet.rate("ada", "heat", 5, T);
    freshet.checkpointMovies(1, Map.of("heat", factors(.2f)));
    freshet.store(Side.USERS, Store.USER_PENDING, utf8("ada"), GARBAGE);
    freshet.checkpointUsers(1, 1, Map.of());
    freshet.moveEverybody();
    assertSetAside(Store.USER_PENDING, utf8("ada"), GARBAGE);
    assertEquals(1, freshet.user("ada").factors().generation());
  }

  @Test
  void whatAnewGenerationCannotReadOfAUserWhoIsGoneIsSetAsideAtItsEnd() {
    freshet.rate("ada", "heat", 5, T);
    freshet.checkpointMovies(1, Map.of("heat", factors(.2f)));
    freshet.store(Side.USERS, Store.USER_PENDING, utf8("eve"), GARBAGE);
    freshet.checkpointUsers(1, 1, Map.of("ada", factors(.1f)));
    freshet.moveEverybody();
    assertSetAside(Store.USER_PENDING, utf8("eve"), GARBAGE);
    assertEquals(1, freshet.usersProgress().generation(), "adopted by all");
  }

  @Test
  void theEndOfACheckpointThatCannotBeReadIsWaitedForAgain() {
    freshet.rate("ada", "heat", 5, T);
    freshet.store(Side.USERS, Store.USER_PENDING, CheckpointEnd.key(), GARBAGE);
    freshet.checkpointMovies(1, Map.of("heat", factors(.2f)));
    freshet.moveEverybody();
    assertSetAside(Store.USER_PENDING, CheckpointEnd.key(), GARBAGE);
    freshet.checkpointUsers(1, 1, Map.of("ada", factors(.1f)));
    freshet.moveEverybody();
    assertEquals(1, freshet.user("ada").factors().generation());
  }

  @Test
  void aStoredValueOfANewerFreshetStops() {
    freshet.rate("ada", "heat", 5, T);
    byte[] newer = freshet.user("ada").toBytes();
    newer[0] = 5; // 4 is known
    freshet.store(Side.USERS, Store.USER_FACTORS, utf8("ada"), newer);
    assertThrows(RuntimeException.class, () -> freshet.rate("ada", "heat", 4, T + 1));
    assertEquals(List.of(), freshet.heard.unreadable);
  }
}
