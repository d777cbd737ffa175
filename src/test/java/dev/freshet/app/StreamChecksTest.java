package dev.freshet.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamChecksTest {

  private static Optional<String> gate(Duration shutFor) {
    return StreamChecks.gate(() -> shutFor, () -> 5_012, () -> 4_500).problem();
  }

  @Test
  void aGateThatIsShutForMinutesIsNotReady() {
    assertTrue(gate(Duration.ZERO).isEmpty());
    assertTrue(gate(StreamChecks.SHUT_FOR).isEmpty());
    assertEquals(
        "ratings are held back for 121 s: 5012 updates wait for the movie side, the bound is 4500;"
            + " see whether the movie side runs",
        gate(Duration.ofSeconds(121)).orElseThrow());
  }

  @Test
  void aSideThatNobodyWatchesIsNotReady() {
    assertTrue(StreamChecks.staleness(() -> true).problem().isEmpty());
    assertTrue(
        StreamChecks.staleness(() -> false).problem().orElseThrow().contains("ratings will wait"));
  }
}
