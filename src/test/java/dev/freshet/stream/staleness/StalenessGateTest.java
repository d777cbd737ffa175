package dev.freshet.stream.staleness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StalenessGateTest {

  private final StalenessGate gate =
      new StalenessGate(new StalenessGate.Settings(100, 0.1f, 1_000, Duration.ofMillis(20)));

  private void learned(long first, long second) throws InterruptedException {
    gate.check(
        () ->
            Map.of(
                0, new StalenessGate.PartitionUpdates(first, first),
                1, new StalenessGate.PartitionUpdates(second, second)));
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
    var settings = new StalenessGate.Settings(100, 0.1f, 50, Duration.ofMillis(20));
    assertEquals(50, new StalenessGate(settings).credit());
  }

  @Test
  void whatIsOnTheWayUsesCreditUp() throws InterruptedException {
    gate.check(
        () ->
            Map.of(
                0, new StalenessGate.PartitionUpdates(2_000, 1_990),
                1, new StalenessGate.PartitionUpdates(3_000, 3_000)));
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

  @Test
  void whatIsLearnedAgainUsesCreditUpLikeFreshRatings() throws InterruptedException {
    learned(2_000, 3_000);
    reapply(30);
    gate.delivered(0, 0, 19, 20);
    assertEquals(500 - 30 - 20, gate.credit());
    gate.check(
        () ->
            Map.of(
                0, new StalenessGate.PartitionUpdates(2_030, 2_010),
                1, new StalenessGate.PartitionUpdates(3_000, 3_000)));
    assertEquals(503 - 20 - 20, gate.credit(), "once: among the updates, no more since then");
  }

  @Test
  void whatIsSentAgainDuringACheckIsNotMissed() throws InterruptedException {
    gate.check(
        () -> {
          reapply(30); // too late for the broker's answer
          return Map.of(0, new StalenessGate.PartitionUpdates(5_000, 5_000));
        });
    assertEquals(500 - 30, gate.credit());
  }

  @Test
  void isShortOnceMuchWasSentAgainUnchecked() throws InterruptedException {
    learned(2_000, 3_000);
    reapply(62);
    assertFalse(gate.isShort());
    reapply(1);
    assertTrue(gate.isShort());
  }

  @Test
  void movingLeavesHalfOfTheBoundToFreshRatings() throws InterruptedException {
    learned(2_000, 3_000);
    reapply(250);
    assertTrue(gate.hasRoomToMove());
    reapply(1);
    assertFalse(gate.hasRoomToMove());
    assertTrue(gate.isShort(), "so that the broker is asked soon");
    learned(2_000, 3_000);
    assertTrue(gate.hasRoomToMove());
  }

  @Test
  void whileRatingsWaitUsersMoveInTurnWithThem() throws InterruptedException {
    learned(2_000, 3_000);
    gate.behind(List.of(0, 1), true);
    gate.delivered(0, 0, 399, 400);
    assertTrue(gate.hasRoomToMove(), "more than half is used up, by fresh ratings");
    reapply(251);
    gate.learned(0, 399);
    learned(2_000, 3_000);
    assertFalse(gate.hasRoomToMove(), "nothing is on the way, but fresh ratings come first");
    gate.delivered(0, 400, 400, 1);
    assertTrue(gate.hasRoomToMove());
    gate.delivered(1, 0, 498, 499);
    assertFalse(gate.hasRoomToMove(), "no credit");
  }

  @Test
  void onceNoRatingWaitsThereAreNoTurns() throws InterruptedException {
    learned(2_000, 3_000);
    gate.behind(List.of(0, 1), true);
    reapply(100);
    assertFalse(gate.hasRoomToMove());
    gate.behind(List.of(0), false);
    assertFalse(gate.hasRoomToMove());
    assertTrue(gate.isBehind(1));
    gate.revoked(List.of(1));
    assertTrue(gate.hasRoomToMove());
    gate.behind(List.of(0), true);
    assertTrue(gate.hasRoomToMove(), "what was before is settled");
  }

  private void reapply(int updates) {
    for (int i = 0; i < updates; i++) {
      gate.sent();
      gate.answered();
      gate.reapplied();
    }
  }
}
