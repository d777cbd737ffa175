package dev.freshet.measure.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TakeoverReportTest {

  private static final TakeoverReport REPORT =
      new TakeoverReport(
          2,
          100,
          0,
          List.of(
              new TakeoverReport.Kill(6, 6, 7, 3, 7.4, 7.6),
              new TakeoverReport.Kill(6, 6, 7, 3, 8.1, 8.3)),
          List.of(new TakeoverReport.Restart(.4, 7, 20)),
          List.of(),
          List.of());

  @Test
  void whatTakesTooLongIsNamedAndFails() {
    assertTrue(REPORT.isClean());
    assertTrue(REPORT.within(8.3, .4).isClean());
    TakeoverReport late = REPORT.within(8, .3);
    assertFalse(late.isClean());
    assertEquals(
        List.of("SIGKILL 2: 8.3 s, more than 8.0 s", "restart 1: 0.4 s, more than 0.3 s"),
        late.late());
    assertTrue(late.toTable().endsWith("too long: restart 1: 0.4 s, more than 0.3 s\n"));
  }

  @Test
  void whatNeverCameIsTooLong() {
    TakeoverReport never =
        new TakeoverReport(
            2,
            100,
            0,
            List.of(new TakeoverReport.Kill(6, 6, 7, 3, 9, Double.NaN)),
            List.of(),
            List.of(),
            List.of());
    assertFalse(never.within(8, 5).isClean());
  }
}
