package dev.freshet.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecentFiguresTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void aRateIsOverTheLastSecondsOnly() {
    RecentRate rate = new RecentRate();
    assertEquals(0, rate.read(0, 500));
    assertEquals(100, rate.read(SECOND, 600));
    for (int second = 2; second < 10; second++) {
      rate.read(second * SECOND, 600);
    }
    assertEquals(0, rate.read(10 * SECOND, 600));
  }

  @Test
  void percentilesAreOverTheNewestOnly() {
    RecentTimes times = new RecentTimes(100);
    assertTrue(Double.isNaN(times.millis(.5)));
    times.add(9_000_000);
    for (int millis = 1; millis <= 100; millis++) {
      times.add(millis * 1_000L);
    }
    assertEquals(50, times.millis(.5));
    assertEquals(99, times.millis(.99));
    assertEquals(100, times.millis(1));
  }
}
