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

  /** By how much the clock of whoever sends the ratings is behind. */
  private long off;

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
      waited(5_000, false);
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
    waited(86_400_000, true);
    waited(-86_400_000, true);
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

  @Test
  void aClockThatIsAnHourOffNeitherStopsNorSpeedsThemUp() {
    for (long hour : new long[] {3_600_000, -3_600_000}) {
      MovingRateTest apart = new MovingRateTest();
      apart.off = hour;
      apart.itSlowsDownWhileRatingsWaitLongerThanIsUsual();
      MovingRateTest together = new MovingRateTest();
      together.off = hour;
      together.afterAStartInTheMiddleWhatIsUsualIsLearnedOnTheWay();
    }
  }

  @Test
  void sourcesWhoseClocksDifferAreComparedWithThemselvesAlone() {
    for (int i = 0; i < 10_000; i++) {
      rate.waited(0, USUAL, false, false);
      rate.waited(1, USUAL + 3_600_000, false, false);
    }
    rate.tick(now, false);
    rate.begin(now);
    for (int second = 0; second < 3; second++) {
      twoSources(USUAL);
    }
    assertEquals(200, twoSources(USUAL), 2);
    twoSources(3 * USUAL);
    assertEquals(20, twoSources(3 * USUAL), 2);
  }

  private int twoSources(int millis) {
    int moved = 0;
    for (int tick = 0; tick < 1_000 / TICK; tick++) {
      rate.tick(now += TICK, false);
      rate.waited(0, millis, true, false);
      if (tick % 3 == 0) {
        rate.waited(1, millis + 3_600_000, true, false);
      }
      while (rate.hasMore()) {
        rate.moved(0);
        moved++;
      }
    }
    return moved;
  }

  @Test
  void afterAClockWasSetWhatIsUsualIsLearnedAnew() {
    usually();
    rate.begin(now);
    off = 3_600_000;
    for (int second = 0; second < 4; second++) {
      perSecond(USUAL);
    }
    assertEquals(200, perSecond(USUAL), 2);
    perSecond(3 * USUAL);
    assertEquals(20, perSecond(3 * USUAL), 2);
  }

  @Test
  void aBacklogDuringAMoveIsLongHoweverManyRatingsWait() {
    usually();
    rate.begin(now);
    for (int second = 0; second < 3; second++) {
      perSecond(USUAL);
    }
    int moved = 0;
    for (int tick = 0; tick < 3_000 / TICK; tick++) {
      rate.tick(now += TICK, false);
      rate.waited(0, 60_000, true, true);
      while (rate.hasMore()) {
        rate.moved(0);
        moved += tick < 2_000 / TICK ? 0 : 1;
      }
    }
    assertEquals(20, moved, 2);
  }

  private void waited(long millis, boolean isMoving) {
    rate.waited(0, millis + off, isMoving, false);
  }

  private void usually() {
    for (int i = 0; i < 10_000; i++) {
      waited(USUAL, false);
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
        waited(millis, true);
      }
      while (rate.hasMore()) {
        rate.moved(reapplied);
        moved++;
      }
    }
    return moved;
  }
}
