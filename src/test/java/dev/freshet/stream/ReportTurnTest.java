package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReportTurnTest {

  private static final long NOW = 1_700_000_000_000L;

  private final ReportTurn turn = new ReportTurn();

  @Test
  void whatChangedIsReportedAtOnceAndOnce() {
    assertTrue(turn.isDue(0, NOW));
    assertFalse(turn.isDue(0, NOW + 1));
    assertTrue(turn.isDue(1, NOW + 2));
    assertFalse(turn.isDue(1, NOW + 3));
  }

  @Test
  void whatDidNotChangeIsReportedEveryMinute() {
    turn.isDue(5, NOW);
    assertFalse(turn.isDue(5, NOW + 59_999));
    assertTrue(turn.isDue(5, NOW + 60_000));
    assertFalse(turn.isDue(5, NOW + 119_999));
    assertTrue(turn.isDue(5, NOW + 120_000));
  }

  @Test
  void aClockThatIsSetBackDelaysNoReport() {
    turn.isDue(5, NOW);
    assertTrue(turn.isDue(5, NOW - 3_600_000));
    assertFalse(turn.isDue(5, NOW - 3_600_000 + 59_999));
    assertTrue(turn.isDue(5, NOW - 3_600_000 + 60_000));
  }

  @Test
  void afterARestartTheSameCountersAreReported() {
    turn.isDue(5, NOW);
    turn.restart();
    assertTrue(turn.isDue(5, NOW + 1));
    assertFalse(turn.isDue(5, NOW + 2));
  }
}
