package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No clock of another machine delays anything by more than the interval between two lists. */
class ClocksTest {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long T = TwoSides.EVENT;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 60})
  void aRatingIsAnsweredAfterAMoveToAMachineWhoseClockIsAnHourOff(long minutes) {
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(INTERVAL);
    assertEquals(1, freshet.out.lists.get("ada").ratings());

    freshet.restartUsers(Duration.ofMinutes(minutes));
    freshet.rate("ada", "brazil", 4, T + 1);
    freshet.pass(INTERVAL);
    assertEquals(2, freshet.out.lists.get("ada").ratings());
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 60})
  void aListThatWasOwedIsSentAfterAMoveToAMachineWhoseClockIsAnHourOff(long minutes) {
    freshet.movie("alien");
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(INTERVAL);
    freshet.rate("ada", "brazil", 4, T + 1);

    freshet.restartUsers(Duration.ofMinutes(minutes));
    freshet.pass(INTERVAL); // finds it
    freshet.pass(INTERVAL);
    assertEquals(2, freshet.out.lists.get("ada").ratings());
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 60})
  void aMovieLeavesTheListsAfterAMoveToAMachineWhoseClockIsAnHourOff(long minutes) {
    freshet.movie("alien");
    freshet.movie("brazil");
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(INTERVAL);

    freshet.restartUsers(Duration.ofMinutes(minutes));
    freshet.pass(INTERVAL);
    freshet.movie("alien", null);
    freshet.pass(INTERVAL);
    freshet.pass(INTERVAL);
    assertEquals(1, freshet.out.lists.get("ada").items().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 60})
  void aMarkerIsKeptForItsTimeAndAnHourMoreAtMost(long minutes) {
    freshet.forget("ada", T);
    freshet.restartUsers(Duration.ofMinutes(minutes));
    freshet.pass(Duration.ofDays(30).minusHours(2));
    assertNotNull(freshet.user("ada"));
    freshet.pass(Duration.ofHours(4));
    assertNull(freshet.user("ada"));
  }

  /**
   * The bug: such ratings looked like a backlog, in which lists can wait, all but one in a tick.
   */
  @ParameterizedTest
  @ValueSource(longs = {-60, 60})
  void listsAreSentAtFullPaceThoughTheClockOfAProducerIsAnHourOff(long minutes) {
    freshet.movie("alien");
    for (int user = 0; user < 20; user++) {
      String rating =
          "{\"userId\":\"u%d\",\"movieId\":\"heat\",\"rating\":4,\"timestamp\":%d}"
              .formatted(user, T);
      byte[] value = rating.getBytes(StandardCharsets.UTF_8);
      Duration off = Duration.ofMinutes(minutes);
      freshet.produce(new TestRecord<>(null, value, TwoSides.START.plus(off)));
    }
    freshet.pass(TICK);
    assertEquals(20, freshet.out.lists.size());
  }

  /** The bug: a whole partition's lists for a changed catalogue stood before new ratings. */
  @Test
  void whoRatesWaitsForNoListsThatACatalogueChanged() {
    ListSettings lists = ListSettings.defaults();
    Duration one = Duration.ofNanos(1); // ends after one list of a tick
    ListSettings oneInATick =
        new ListSettings(
            INTERVAL, lists.recommender(), Duration.ofMillis(10), new ListSettings.Slice(one), 0);
    try (TwoSides slow = new TwoSides(oneInATick)) {
      slow.movie("alien");
      slow.movie("brazil");
      for (int user = 0; user < 20; user++) {
        slow.rate("u" + user, "heat", 4, T);
        slow.pass(Duration.ofMillis(10));
      }
      slow.pass(INTERVAL.multipliedBy(2));
      slow.movie("alien", null);
      slow.pass(Duration.ofMillis(10));
      int before = slow.out.allLists.size();
      slow.rate("new", "heat", 4, T);
      slow.pass(Duration.ofMillis(10));
      assertEquals("new", slow.out.allLists.get(before).userId());
    }
  }
}
