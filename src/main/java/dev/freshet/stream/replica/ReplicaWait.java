package dev.freshet.stream.replica;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long ratings have been held back for a replica that is not whole. Time in which no rating is
 * there to learn does not count, and what is newly read of the awaited generation begins the wait
 * anew. Not thread-safe: one per consumer.
 */
public final class ReplicaWait {

  /**
   * Replicas follow the movie side by seconds, and one that reads all its movies makes progress all
   * the time. Who has read nothing new for this long waits for something that does not come.
   */
  public static final Duration MOST = Duration.ofMinutes(5);

  /** How often in that time it is asked whether any rating is there to learn. */
  private static final int LOOKS = 10;

  private final LongSupplier nanos;
  private boolean isWaiting;
  private long since;
  private long looked;
  private long read;

  /**
   * Starts without a wait.
   *
   * @param nanos tells the time, as {@link System#nanoTime}
   */
  public ReplicaWait(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The replica is whole. */
  public void end() {
    isWaiting = false;
  }

  /**
   * Begins to wait, or goes on.
   *
   * @param readByNow how much the replica has read of generations that it does not score with
   * @param holdsBack whether any rating is there to learn; asked seldom
   * @return whether this has lasted too long
   */
  public boolean isTooLong(long readByNow, BooleanSupplier holdsBack) {
    long now = nanos.getAsLong();
    if (!isWaiting || readByNow != read) {
      isWaiting = true;
      read = readByNow;
      since = now;
      looked = now;
    }
    if (now - looked >= MOST.toNanos() / LOOKS) {
      looked = now;
      if (!holdsBack.getAsBoolean()) {
        since = now;
      }
    }
    return now - since >= MOST.toNanos();
  }
}
