package dev.freshet.app;

import dev.freshet.serve.HealthCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Whether both sides run and ratings are handed over, in words for people. */
final class StreamChecks {

  /** The gate opens and shuts many times a second; a movie side that restarts takes seconds. */
  static final Duration SHUT_FOR = Duration.ofMinutes(2);

  /**
   * A new instance runs before it has a share of the work: that takes a second rebalance. One that
   * gets none within this time is one too many, and stands by.
   */
  static final Duration NEW_FOR = Duration.ofSeconds(30);

  private StreamChecks() {}

  /**
   * Whether the application of a side runs, and has had partitions. Who restarts one instance after
   * the other must not stop the next before.
   *
   * @param state of the application
   * @param hasPartitions whether it has some now
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  static HealthCheck side(
      Supplier<KafkaStreams.State> state, BooleanSupplier hasPartitions, LongSupplier nanoTime) {
    AtomicReference<@Nullable Long> runningSince = new AtomicReference<>();
    AtomicBoolean isNew = new AtomicBoolean(true);
    return () -> {
      KafkaStreams.State now = state.get();
      if (now != KafkaStreams.State.RUNNING) {
        return Optional.of("is " + now);
      }
      long time = nanoTime.getAsLong();
      Long earlier = runningSince.compareAndExchange(null, time);
      long since = earlier == null ? time : earlier;
      if (isNew.get() && (hasPartitions.getAsBoolean() || time - since > NEW_FOR.toNanos())) {
        isNew.set(false);
      }
      return isNew.get() ? Optional.of("has no partitions yet") : Optional.empty();
    };
  }

  /**
   * Whether ratings are handed over.
   *
   * @param shutFor how long none has been
   * @param lag updates that the movie side has not learned
   * @param bound of those and of what is on the way
   */
  static HealthCheck gate(Supplier<Duration> shutFor, LongSupplier lag, LongSupplier bound) {
    return () -> {
      Duration shut = shutFor.get();
      return shut.compareTo(SHUT_FOR) <= 0
          ? Optional.empty()
          : Optional.of(
              "ratings are held back for %d s: %d updates wait for the movie side, the bound is %d; see whether the movie side runs"
                  .formatted(shut.toSeconds(), lag.getAsLong(), bound.getAsLong()));
    };
  }

  /** Whether somebody still asks how far the movie side is. */
  static HealthCheck staleness(BooleanSupplier isWatched) {
    return () ->
        isWatched.getAsBoolean()
            ? Optional.empty()
            : Optional.of(
                "nobody asks any more how far the movie side is, so that ratings will wait;"
                    + " start this process again and see its log");
  }
}
