package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StalenessGateTest {

  private final StalenessGate gate =
      new StalenessGate(new StalenessGate.Settings(1_000, 100, 0.1f, Duration.ofMillis(20)));

  private void learned(long first, long second) throws InterruptedException {
    gate.check(
        () ->
            Map.of(
                0, new StalenessGate.Updates(first, first),
                1, new StalenessGate.Updates(second, second)));
  }

  @Test
  void theBoundGrowsWithAllThatWasLearnedUpToTheMost() throws InterruptedException {
    assertEquals(100, gate.credit());
    learned(300, 200);
    assertEquals(100, gate.bound());
    learned(2_000, 3_000);
    assertEquals(500, gate.bound());
    assertEquals(500, gate.credit());
    learned(70_000, 30_000);
    assertEquals(1_000, gate.bound());
  }

  @Test
  void aStartAboveTheMostCountsAsTheMost() {
    var settings = new StalenessGate.Settings(50, 100, 0.1f, Duration.ofMillis(20));
    assertEquals(50, new StalenessGate(settings).credit());
  }

  @Test
  void whatIsOnTheWayUsesCreditUp() throws InterruptedException {
    gate.check(
        () ->
            Map.of(
                0, new StalenessGate.Updates(2_000, 1_990),
                1, new StalenessGate.Updates(3_000, 3_000)));
    gate.delivered(0, 0, 19, 20);
    assertEquals(10, gate.lag());
    assertEquals(500 - 10 - 20, gate.credit());
    gate.learnedByMovies(0, 1_999);
    assertEquals(500 - 20, gate.credit());
  }

  @Test
  void isShortOnceHalfOfTheBoundIsOnTheWay() throws InterruptedException {
    learned(2_000, 3_000);
    gate.delivered(0, 0, 249, 250);
    learned(2_000, 3_000);
    assertFalse(gate.isShort());
    gate.delivered(0, 250, 250, 1);
    assertTrue(gate.isShort());
    learned(2_000, 3_000);
    assertTrue(gate.isShort(), "still buffered here");
    gate.learned(0, 250);
    learned(2_000, 3_000);
    assertFalse(gate.isShort());
  }

  @Test
  void isShortOnceMuchWasHandedOverUnchecked() throws InterruptedException {
    learned(2_000, 3_000);
    gate.delivered(0, 0, 61, 62);
    assertFalse(gate.isShort());
    gate.delivered(0, 62, 62, 1);
    assertTrue(gate.isShort());
    learned(2_000, 3_000);
    assertFalse(gate.isShort());
  }

  @Test
  void itSaysHowLongNoRatingWasHandedOver() {
    AtomicLong nanos = new AtomicLong(7);
    StalenessGate gate = new StalenessGate(StalenessGate.Settings.defaults(), nanos::get);
    Object one = new Object();
    Object other = new Object();
    assertEquals(Duration.ZERO, gate.shutFor());
    gate.holdsBack(one, true);
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    gate.holdsBack(one, true);
    gate.holdsBack(other, true);
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertEquals(Duration.ofMinutes(3), gate.shutFor());
    gate.holdsBack(one, false);
    assertEquals(Duration.ofSeconds(90), gate.shutFor());
    gate.holdsBack(other, false);
    assertEquals(Duration.ZERO, gate.shutFor());
  }
}
