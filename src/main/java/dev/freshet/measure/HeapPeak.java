package dev.freshet.measure;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The most heap that was in use, sampled ten times a second. */
final class HeapPeak implements AutoCloseable {

  private final AtomicLong most = new AtomicLong();
  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-heap-peak");
            thread.setDaemon(true);
            return thread;
          });

  private HeapPeak() {}

  static HeapPeak start() {
    HeapPeak peak = new HeapPeak();
    var unused = peak.sampler.scheduleAtFixedRate(peak::sample, 0, 100, TimeUnit.MILLISECONDS);
    return peak;
  }

  private void sample() {
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    most.accumulateAndGet(used, Math::max);
  }

  long bytes() {
    return most.get();
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }
}
