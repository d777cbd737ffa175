package dev.freshet.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void constantStays() {
    assertEquals(1, Schedule.constant().factor(0));
    assertEquals(1, Schedule.constant().factor(123.4));
  }

  @Test
  void exponentialFallsByItsDecayPerEpochAndSmoothlyWithin() {
    Schedule schedule = Schedule.exponential(0.81);
    assertEquals(1, schedule.factor(0), 1e-6);
    assertEquals(0.9, schedule.factor(0.5), 1e-6); // √.81
    assertEquals(0.81, schedule.factor(1), 1e-6);
    assertEquals(0.6561, schedule.factor(2), 1e-6);
  }

  @Test
  void cosineRestartsWithLongerCycles() {
    Schedule schedule = Schedule.cosine(2, 3); // Cycles: 0 to 2, 2 to 8, 8 to 26.
    assertEquals(1, schedule.factor(0), 1e-6);
    assertEquals(0.8535534, schedule.factor(0.5), 1e-6); // (1 + cos 45°) / 2
    assertEquals(0.5, schedule.factor(1), 1e-6);
    assertEquals(0.1464466, schedule.factor(1.5), 1e-6); // (1 + cos 135°) / 2
    assertEquals(1, schedule.factor(2), 1e-6);
    assertEquals(0.75, schedule.factor(4), 1e-6); // (1 + cos 60°) / 2
    assertEquals(0.5, schedule.factor(5), 1e-6);
    assertEquals(0.25, schedule.factor(6), 1e-6);
    assertEquals(1, schedule.factor(8), 1e-6);
    assertEquals(0.5, schedule.factor(17), 1e-6);
    assertEquals(1, schedule.factor(26), 1e-6);
  }

  @Test
  void cosineWithMultiplierOneRepeats() {
    Schedule schedule = Schedule.cosine(1, 1);
    assertEquals(1, schedule.factor(999), 1e-6);
    assertEquals(0.5, schedule.factor(999.5), 1e-6);
  }

  @Test
  void schedulesThatWouldRiseOrNeverEndACycleAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.exponential(0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.exponential(1.1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1, 0.5));
  }
}
