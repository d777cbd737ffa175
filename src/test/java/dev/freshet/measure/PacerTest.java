package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long MILLI = 1_000_000;

  private long now = 5_000 * MILLI;
  private int parks;
  private final Pacer pacer =
      new Pacer(
          () -> now,
          nanos -> {
            parks++;
            now += nanos;
          });
  private final List<Long> taken = new ArrayList<>();

  private void take(long number, long lateNanos) {
    taken.add(now);
  }

  @Test
  void eachStepHasItsTimeAndTheThreadSleepsInBetween() throws InterruptedException {
    Pacer.Held held = pacer.run(100, 5, () -> false, this::take);
    long start = taken.get(0);
    assertEquals(
        List.of(0L, 10L, 20L, 30L, 40L), taken.stream().map(t -> (t - start) / MILLI).toList());
    assertEquals(new Pacer.Held(5, 100), held);
    assertEquals(4, parks);
  }

  @Test
  void whatIsDueTogetherIsDoneTogetherAfterOneSleep() throws InterruptedException {
    pacer.run(10_000, 101, () -> false, this::take);
    assertTrue(parks <= 20, parks + " parks for 100 steps of 0.1 ms");
  }

  @Test
  void whoWasHeldUpCatchesUpAndSaysHowLateItWas() throws InterruptedException {
    List<Long> late = new ArrayList<>();
    Pacer.Held held =
        pacer.run(
            100,
            4,
            () -> false,
            (i, lateNanos) -> {
              late.add(lateNanos / MILLI);
              now += i == 0 ? 25 * MILLI : 0;
            });
    assertEquals(List.of(0L, 15L, 5L, 0L), late);
    assertEquals(4, held.count());
  }

  @Test
  void theRateHeldIsTheOneThatWasPossible() throws InterruptedException {
    Pacer.Held held = pacer.run(1_000, 11, () -> false, (i, late) -> now += 10 * MILLI);
    assertEquals(100, held.perSecond(), 1e-6);
  }

  @Test
  void withoutARateNothingWaits() throws InterruptedException {
    assertEquals(1_000, pacer.run(0, 1_000, () -> false, this::take).count());
    assertEquals(0, parks);
  }

  @Test
  void itEndsWhenToldSoAlsoBetweenSteps() throws InterruptedException {
    long start = now;
    Pacer.Held held = pacer.run(.001, 10, () -> now - start > 2_000 * MILLI, this::take);
    assertEquals(1, held.count());
    assertTrue(now - start < 2_500 * MILLI, "a stop is noticed soon at any rate");
  }

  @Test
  void anInterruptEndsIt() {
    assertThrows(
        InterruptedException.class,
        () -> pacer.run(100, 10, () -> false, (i, late) -> Thread.currentThread().interrupt()));
  }
}
