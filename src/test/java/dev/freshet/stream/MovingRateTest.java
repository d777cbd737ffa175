package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Users move fast while nobody waits, slowly while fresh ratings do. */
class MovingRateTest {

  private static final int TICK = 10; // ms
  private static final int USUAL = 60; // ms

  private final MovingRate rate = new MovingRate();
  private long now = 1_000_000;

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
    rate.tick(now);
    rate.tick(now += 1_000);
    rate.tick(now += TICK);
    rate.takes();
    rate.takes();
    assertFalse(rate.takes());
  }

  private void usually() {
    for (int i = 0; i < 10_000; i++) {
      rate.waited(USUAL, false);
    }
    rate.tick(now);
  }

  /** Users that move in a second in which 100 ratings waited so long. */
  private int perSecond(int millis) {
    return seconds(1, 1, millis);
  }

  private int seconds(int seconds, int ratingsPerTick, int millis) {
    int moved = 0;
    for (int tick = 0; tick < seconds * 1_000 / TICK; tick++) {
      rate.tick(now += TICK);
      for (int i = 0; i < ratingsPerTick; i++) {
        rate.waited(millis, true);
      }
      while (rate.takes()) {
        moved++;
      }
    }
    return moved;
  }
}
