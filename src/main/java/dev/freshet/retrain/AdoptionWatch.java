package dev.freshet.retrain;

import dev.freshet.wire.Reapplied;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices an adoption that does not go on. One that only misses updates is taken for ended after a
 * while: what was lost with {@code movie-updates} never comes. Not thread-safe.
 */
final class AdoptionWatch {

  private static final Logger LOG = LoggerFactory.getLogger(AdoptionWatch.class);

  /** Reports come every second: missing updates that are as many as before for so long are told. */
  private static final Duration TELL = Duration.ofMinutes(1);

  /** An adoption in which nothing changes for so long has stopped. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What changes while an adoption goes on. */
  private record State(int generation, long moved, long sent, long missing) {}

  private final long all;
  private final LongSupplier nanos;
  private @Nullable State state;
  private long since;
  private int taken;

  /**
   * Nothing is seen yet.
   *
   * @param all partitions, those of both sides
   * @param nanos a clock that only goes on
   */
  AdoptionWatch(long all, LongSupplier nanos) {
    this.all = all;
    this.nanos = nanos;
  }

  /**
   * Takes note of how far the adoption of the live generation is.
   *
   * @param moved partitions that have moved
   * @param again what users learned again, as the partitions report it
   * @return what keeps it from ending, in words that change only with that; null if it goes on
   */
  @Nullable String look(int generation, long moved, Reapplied again) {
    boolean isMoved = moved >= all;
    if (generation == 0 || generation == taken || (isMoved && again.isLearned())) {
      state = null;
      return null;
    }
    long missing = again.sent() - again.learned() - again.unreadable();
    // Once all have moved, only what is still missing counts.
    State now = new State(generation, moved, isMoved ? 0 : again.sent(), missing);
    if (!now.equals(state)) {
      state = now;
      since = nanos.getAsLong();
    }
    Duration still = Duration.ofNanos(nanos.getAsLong() - since);
    return isMoved ? missing(generation, again, missing, still) : unmoved(generation, moved, still);
  }

  private @Nullable String missing(int generation, Reapplied again, long missing, Duration still) {
    if (still.compareTo(PATIENCE) >= 0) {
      LOG.warn(
          "generation {} is taken for adopted everywhere: of {} updates that users sent again {} were"
              + " learned and {} set aside; {} were lost with movie-updates",
          generation,
          again.sent(),
          again.learned(),
          again.unreadable(),
          missing);
      taken = generation;
      state = null;
      return null;
    }
    return still.compareTo(TELL) < 0
        ? null
        : "generation %d waits for %d of %d updates that users sent again, for %d minutes at most"
            .formatted(generation, missing, again.sent(), PATIENCE.toMinutes());
  }

  private @Nullable String unmoved(int generation, long moved, Duration still) {
    return still.compareTo(PATIENCE) < 0
        ? null
        : "generation %d is not adopted: %d of %d partitions have moved, nothing new for %d minutes"
            .formatted(generation, moved, all, PATIENCE.toMinutes());
  }

  /** Whether the generation counts as adopted though updates are missing. */
  boolean isTaken(int generation) {
    return generation == taken;
  }
}
