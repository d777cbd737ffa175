package dev.freshet.app;

import dev.freshet.serve.HealthCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Whether the user side hands ratings over, in words for people. */
final class StreamChecks {

  /** The gate opens and shuts many times a second; a movie side that restarts takes seconds. */
  static final Duration SHUT_FOR = Duration.ofMinutes(2);

  private StreamChecks() {}

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
