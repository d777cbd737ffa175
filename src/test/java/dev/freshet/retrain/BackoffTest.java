package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final long NOON = 1_700_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static List<Long> seconds(Backoff backoff, int... failures) {
    return IntStream.of(failures).mapToObj(n -> backoff.after(n).toSeconds()).toList();
  }

  private static Duration left(int failures, long at) {
    return Backoff.OF_CANDIDATES.left(failures, at, NOON);
  }

  @Test
  void eachFailureDoublesTheWaitUpToABound() {
    assertEquals(
        List.of(0L, 60L, 120L, 240L, 15_360L, 21_600L, 21_600L, 21_600L),
        seconds(Backoff.OF_CANDIDATES, 0, 1, 2, 3, 9, 10, 100, Integer.MAX_VALUE));
    assertEquals(List.of(2L, 4L, 32L, 60L), seconds(Backoff.OF_TERMS, 1, 2, 5, 6));
  }

  @Test
  void whatHasPassedIsNotWaitedForAgain() {
    assertEquals(Duration.ofSeconds(60), left(1, NOON));
    assertEquals(Duration.ofSeconds(100), left(2, NOON - 20_000));
    assertEquals(Duration.ZERO, left(2, NOON - 120_000));
    assertEquals(Duration.ZERO, left(0, NOON));
  }

  @Test
  void aClockAnHourAheadOrBehindDelaysByNoMoreThanTheWait() {
    assertEquals(Duration.ofSeconds(60), left(1, NOON + HOUR));
    assertEquals(Duration.ZERO, left(1, NOON - HOUR));
    assertEquals(Duration.ofHours(6), left(20, Long.MAX_VALUE));
  }
}
