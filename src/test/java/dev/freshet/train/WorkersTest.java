package dev.freshet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void eachPartRunsOnceInARoundAndRoundsFollowEachOther() {
    int[] counts = new int[3];
    try (Workers workers = new Workers(3)) {
      for (int round = 1; round <= 2_000; round++) {
        workers.run(part -> counts[part]++);
        assertEquals(3 * round, counts[0] + counts[1] + counts[2]);
      }
    }
  }

  @Test
  void aTaskThatTakesLongIsWaitedFor() {
    int[] done = new int[2];
    try (Workers workers = new Workers(2)) {
      for (int round = 1; round <= 3; round++) {
        workers.run(
            part -> {
              if (part == 1) {
                LockSupport.parkNanos(2_000_000); // Longer than the caller spins.
              }
              done[part]++;
            });
        assertEquals(round, done[1]);
      }
    }
  }

  @Test
  void theLowestFailureIsThrownAfterAllPartsEndedAndWorkGoesOn() {
    RuntimeException first = new IllegalStateException("part 1");
    int[] done = new int[3];
    try (Workers workers = new Workers(3)) {
      Workers.Task task =
          part -> {
            done[part]++;
            if (part == 1) {
              throw first;
            }
            if (part == 2) {
              throw new IllegalStateException("part 2");
            }
          };
      assertSame(first, assertThrows(IllegalStateException.class, () -> workers.run(task)));
      assertEquals(3, done[0] + done[1] + done[2]);
      workers.run(part -> done[part]++);
      assertEquals(6, done[0] + done[1] + done[2]);
    }
  }

  @Test
  void threadsAreDaemonsAndEndWithClose() {
    Thread[] threads = new Thread[2];
    try (Workers workers = new Workers(2)) {
      workers.run(part -> threads[part] = Thread.currentThread());
      assertSame(Thread.currentThread(), threads[0]);
      assertTrue(threads[1].isDaemon());
    }
    assertFalse(threads[1].isAlive());
  }
}
