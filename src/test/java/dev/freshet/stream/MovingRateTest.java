package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Users move fast while nobody waits, slowly while fresh ratings do. */
class MovingRateTest {

  private static final int TICK = 10; // ms
  private static final int USUAL = 60; // ms

  private boolean hasRoom = true;
  private final MovingRate rate = new MovingRate(() -> hasRoom);
  private long now = 1_000_000;
  private boolean areBehind;
  private int reapplied;

  @Test
  void itBeginsSlowlyAndQuickensWhileRatingsAreLearnedAsSoonAsEver() {
    usually();
    rate.begin(now);
    assertEquals(50, perSecond(USUAL), 10); // 20, 40, 60, 80
    for (int second = 0; second < 3; second++) {
      perSecond(USUAL);
    }
    assertEquals(200, perSecond(USUAL), 2);
  }

  @Test
  void withoutRatingsNobodyWaits() {
    rate.begin(now);
    for (int second = 0; second < 3; second++) {
      seconds(1, 0, 0);
    }
    assertEquals(200, seconds(1, 0, 0), 2);
  }

  @Test
  void itSlowsDownWhileRatingsWaitLongerThanIsUsual() {
    usually();
    rate.begin(now);
    for (int second = 0; second < 4; second++) {
      perSecond(USUAL);
    }
    perSecond(3 * USUAL);
    assertEquals(20, perSecond(3 * USUAL), 2);
    perSecond(USUAL);
    assertTrue(perSecond(USUAL) > 100);
  }

  @Test
  void waitsThatWereAlwaysLongAreUsual() {
    for (int i = 0; i < 10_000; i++) {
      rate.waited(5_000, false);
    }
    rate.begin(now);
    for (int second = 0; second < 3; second++) {
      perSecond(5_000);
    }
    assertEquals(200, perSecond(5_000), 2);
  }

  @Test
  void afterAStartInTheMiddleWhatIsUsualIsLearnedOnTheWay() {
    rate.begin(now);
    for (int second = 0; second < 3; second++) {
      perSecond(USUAL);
    }
    assertEquals(200, perSecond(USUAL), 2);
  }

  @Test
  void oneRatingFromAClockThatIsWrongDoesNotHoldThemUpForLong() {
    usually();
    rate.begin(now);
    for (int second = 0; second < 4; second++) {
      perSecond(USUAL);
    }
    rate.waited(86_400_000, true);
    rate.waited(-86_400_000, true);
    perSecond(USUAL);
    perSecond(USUAL);
    assertEquals(200, perSecond(USUAL), 20);
  }

  @Test
  void aClockThatIsSetBackChangesNothing() {
    usually();
    rate.begin(now);
    for (int second = 0; second < 3; second++) {
      perSecond(USUAL);
    }
    now -= 3_600_000;
    assertEquals(200, perSecond(USUAL), 20);
  }

  @Test
  void whatWasNotUsedDoesNotAddUp() {
    rate.tick(now, false);
    rate.tick(now += 1_000, false);
    rate.tick(now += TICK, false);
    rate.moved(0);
    rate.moved(0);
    assertFalse(rate.hasMore());
  }

  @Test
  void silenceWhileRatingsAreHeldBackIsNoCalm() {
    usually();
    rate.begin(now);
    for (int second = 0; second < 4; second++) {
      perSecond(USUAL);
    }
    areBehind = true;
    seconds(1, 0, 0);
    assertEquals(20, seconds(1, 0, 0), 2);
    areBehind = false;
    assertTrue(seconds(1, 0, 0) > 40, "the gate is open and nobody waits");
  }

  @Test
  void ratingsThatAreLearnedSoonAreCalmHoweverManyWaitBehindThem() {
    usually();
    rate.begin(now);
    areBehind = true;
    for (int second = 0; second < 3; second++) {
      perSecond(USUAL);
    }
    assertEquals(200, perSecond(USUAL), 2);
  }

  @Test
  void whoLearnsMoreAgainCountsForMoreUsers() {
    rate.begin(now);
    for (int second = 0; second < 3; second++) {
      seconds(1, 0, 0);
    }
    reapplied = 20;
    assertEquals(66, seconds(1, 0, 0), 2); // 200 thirds
    reapplied = 10_000;
    seconds(1, 0, 0);
    assertEquals(2, seconds(10, 0, 0), 1, "what was used too early is waited for");
  }

  @Test
  void nobodyMovesWithoutRoom() {
    rate.begin(now);
    hasRoom = false;
    assertEquals(0, seconds(2, 0, 0));
    hasRoom = true;
    assertTrue(seconds(1, 0, 0) > 0);
  }

  private void usually() {
    for (int i = 0; i < 10_000; i++) {
      rate.waited(USUAL, false);
    }
    rate.tick(now, false);
  }

  /** Users that move in a second in which 100 ratings waited so long. */
  private int perSecond(int millis) {
    return seconds(1, 1, millis);
  }

  private int seconds(int seconds, int ratingsPerTick, int millis) {
    int moved = 0;
    for (int tick = 0; tick < seconds * 1_000 / TICK; tick++) {
      rate.tick(now += TICK, areBehind);
      for (int i = 0; i < ratingsPerTick; i++) {
        rate.waited(millis, true);
      }
      while (rate.hasMore()) {
        rate.moved(reapplied);
        moved++;
      }
    }
    return moved;
  }
}
