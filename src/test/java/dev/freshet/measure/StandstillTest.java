package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StandstillTest {

  private final AtomicLong clock = new AtomicLong();
  private final Standstill still = new Standstill(Duration.ofMinutes(2), clock::get);

  private String after(int seconds, long done) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    return still.named("learning", done);
  }

  @Test
  void itIsSaidOnceNothingWasDoneForLong() {
    assertEquals("learning", after(0, 0));
    assertEquals("learning", after(119, 0));
    assertEquals("learning (no progress for 2 min)", after(1, 0));
    assertEquals("learning (no progress for 2 min)", after(119, 0), "one name, one line");
    assertEquals("learning (no progress for 4 min)", after(1, 0));
    assertEquals("learning", after(60, 1));
    assertEquals("learning", after(119, 1), "counted from the last that was done");
    assertEquals("learning (no progress for 2 min)", after(1, 1));
  }
}
