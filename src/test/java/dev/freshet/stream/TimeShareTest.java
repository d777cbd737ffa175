package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Work that may be left out takes its share of the time and no more. */
class TimeShareTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final TimeShare share = new TimeShare(.05, Duration.ofMillis(200), clock::get);

  /** Twelve partitions, each with work at every turn, as on one thread. */
  @Test
  void manyWhoShareItSpendTheShareTogether() {
    share.spend(() -> pass(200));
    long begin = clock.get();
    long[] spent = new long[1];
    while (clock.get() - begin < 10_000 * MILLI) {
      for (int partition = 0; partition < 12; partition++) {
        share.spend(
            () -> {
              spent[0] += 3 * MILLI;
              return pass(3);
            });
      }
      pass(1);
    }
    double part = (double) spent[0] / (clock.get() - begin);
    assertTrue(part <= .051 && part >= .045, "share " + part);
  }

  @Test
  void nothingIsDoneOnceItIsSpent() {
    assertEquals(1, share.spend(() -> pass(300)));
    assertEquals(0, share.spend(() -> pass(1)));
    assertEquals(300 * MILLI, clock.get());
  }

  @Test
  void aPauseIsMadeUpForWithinBounds() {
    share.spend(() -> pass(300));
    pass(3_600_000);
    assertEquals(1, share.spend(() -> pass(300)));
    assertEquals(0, share.spend(() -> pass(1)));
  }

  @Test
  void workThatFailsIsPaidFor() {
    assertThrows(
        IllegalStateException.class,
        () ->
            share.spend(
                () -> {
                  pass(300);
                  throw new IllegalStateException("no");
                }));
    assertEquals(0, share.spend(() -> pass(1)));
  }

  @Test
  void whatComesOfTheWorkIsTold() {
    assertEquals(7, share.spend(() -> 6 + pass(1)));
  }

  private int pass(long millis) {
    clock.addAndGet(millis * MILLI);
    return 1;
  }
}
