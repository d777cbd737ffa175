package dev.freshet.endtoend;

import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.Standing;
import dev.freshet.wire.Checkpoint;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a trainer in this process tells, to be awaited. Thread-safe. */
final class Fates implements RetrainListener {

  private final BlockingQueue<Checkpoint> decided = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> adopted = new LinkedBlockingQueue<>();
  private final AtomicInteger skipped = new AtomicInteger();
  private volatile Standing standing = new Standing(null, null, Double.NaN);
  private volatile int failing;

  @Override
  public void decided(Checkpoint checkpoint) {
    decided.add(checkpoint);
  }

  @Override
  public void adopted(int generation) {
    adopted.add(generation);
  }

  @Override
  public void looked(Standing now) {
    standing = now;
  }

  @Override
  public void failing(int times) {
    failing = times;
  }

  @Override
  public void skipped() {
    skipped.incrementAndGet();
  }

  /** How often in a row the trainer failed. */
  int failing() {
    return failing;
  }

  /** Number of records that were passed over. */
  int skippedRecords() {
    return skipped.get();
  }

  /** The next generation whose fate was decided. */
  Checkpoint next() throws InterruptedException {
    return await(decided);
  }

  /** Whether every fate was taken by {@link #next}. */
  boolean hasNoMore() {
    return decided.isEmpty();
  }

  /** Waits until this generation, or a newer one, is adopted everywhere; that one. */
  int awaitAdopted(int generation) throws InterruptedException {
    int newest = await(adopted);
    while (newest < generation) {
      newest = await(adopted); // a trainer that takes over says again what it found adopted
    }
    return newest;
  }

  /** As of the newest look. */
  Standing standing() {
    return standing;
  }

  private static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(3, TimeUnit.MINUTES);
    if (next == null) {
      throw new AssertionError("nothing within 3 minutes");
    }
    return next;
  }
}
