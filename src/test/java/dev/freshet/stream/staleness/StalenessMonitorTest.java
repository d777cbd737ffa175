package dev.freshet.stream.staleness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever asks for the lag goes on asking, whatever the answer. */
class StalenessMonitorTest {

  private final StalenessGate gate =
      new StalenessGate(new StalenessGate.Settings(100, 0, 100, Duration.ofMillis(1)));

  @Test
  void anErrorInACheckDoesNotEndIt() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch answered = new CountDownLatch(2);
    CountDownLatch released = new CountDownLatch(1);
    StalenessMonitor monitor =
        new StalenessMonitor(
            gate,
            new StalenessMonitor.ProgressSource() {
              @Override
              public Map<Integer, StalenessGate.PartitionUpdates> updates() {
                if (asked.incrementAndGet() < 4) {
                  throw new IllegalStateException("attempt " + asked.get());
                }
                answered.countDown();
                return Map.of(0, new StalenessGate.PartitionUpdates(90, 7));
              }

              @Override
              public void close() {}

              @Override
              public void release() {
                released.countDown();
              }
            });
    try (monitor) {
      assertTrue(answered.await(30, TimeUnit.SECONDS));
      assertTrue(monitor.isAlive());
      assertEquals(83, gate.lag());
    }
    assertFalse(monitor.isAlive());
    assertEquals(0, released.getCount());
  }

  @Test
  void closingEndsACheckThatWaits() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    StalenessMonitor monitor =
        new StalenessMonitor(
            gate,
            new StalenessMonitor.ProgressSource() {
              @Override
              public Map<Integer, StalenessGate.PartitionUpdates> updates()
                  throws InterruptedException {
                waits.countDown();
                new CountDownLatch(1).await();
                return Map.of();
              }

              @Override
              public void close() {}
            });
    assertTrue(waits.await(30, TimeUnit.SECONDS));
    monitor.close();
    assertFalse(monitor.isAlive());
  }
}
