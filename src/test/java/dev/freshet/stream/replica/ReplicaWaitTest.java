package dev.freshet.stream.replica;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaWaitTest {

  private static final Duration ALMOST = ReplicaWait.MOST.minusNanos(1);

  private long now = -5;
  private final ReplicaWait wait = new ReplicaWait(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aReplicaThatReadsNothingNewIsNotAwaitedForEver() {
    assertFalse(wait.isTooLong(7, () -> true));
    pass(ALMOST);
    assertFalse(wait.isTooLong(7, () -> true));
    pass(Duration.ofNanos(1));
    assertTrue(wait.isTooLong(7, () -> true));
  }

  @Test
  void progressBeginsTheWaitAnew() {
    assertFalse(wait.isTooLong(7, () -> true));
    pass(ALMOST);
    assertFalse(wait.isTooLong(8, () -> true));
    pass(ALMOST);
    assertFalse(wait.isTooLong(8, () -> true));
    pass(Duration.ofNanos(1));
    assertTrue(wait.isTooLong(8, () -> true));
  }

  @Test
  void aReplicaThatWasWholeInBetweenIsAwaitedAnew() {
    assertFalse(wait.isTooLong(7, () -> true));
    pass(ALMOST);
    wait.end();
    pass(Duration.ofHours(1));
    assertFalse(wait.isTooLong(7, () -> true));
    pass(ALMOST);
    assertFalse(wait.isTooLong(7, () -> true));
  }

  @Test
  void whileThereIsNoRatingToLearnNobodyWaits() {
    assertFalse(wait.isTooLong(7, () -> false));
    for (int minute = 0; minute < 60; minute++) {
      pass(Duration.ofMinutes(1));
      assertFalse(wait.isTooLong(7, () -> false));
    }
    assertFalse(wait.isTooLong(7, () -> true));
    pass(ALMOST);
    assertFalse(wait.isTooLong(7, () -> true));
    pass(Duration.ofNanos(1));
    assertTrue(wait.isTooLong(7, () -> true));
  }
}
