package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreshnessBenchTest {

  private static FreshnessBench.FreshnessLoad load(
      double rate, int users, int history, Duration pause) {
    Duration second = Duration.ofSeconds(1);
    return new FreshnessBench.FreshnessLoad(
        rate, second, second, 100, users, history, pause, 1, 1, 0, false);
  }

  private static String refused(double rate, int users, int history, Duration pause) {
    return assertThrows(IllegalArgumentException.class, () -> load(rate, users, history, pause))
        .getMessage();
  }

  @Test
  void impossibleLoadsAreRefusedWithWhatToDo() {
    assertEquals(
        "100 users who pause 2000 ms cannot give 1000.0 ratings/s: more users, or a shorter pause",
        refused(1_000, 100, 0, Duration.ofSeconds(2)));
    assertEquals(
        "rate, duration, movies, users, partitions and instances must be above zero",
        refused(0, 100, 0, Duration.ZERO));
    assertEquals("history must not be negative", refused(1, 100, -1, Duration.ZERO));
  }

  @Test
  void theLoadIsWhatRateAndTimeSay() {
    assertEquals(2_500, load(1_000, 6_000, 20, Duration.ZERO).count(Duration.ofMillis(2_500)));
  }
}
