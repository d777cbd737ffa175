package dev.freshet.demo;

import dev.freshet.wire.Recommendations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The list that the demo shows. It is the list of one user, for as long as that user rates. It is
 * the list of a guest, a person who joined in with {@code rate}, as soon as there is one.
 * Thread-safe.
 */
final class SampleList {

  private static final long QUIET_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long GUEST_QUIET_NANOS = Duration.ofMinutes(2).toNanos();

  private final int enoughRatings;
  private final Predicate<String> isGuest;
  private final Predicate<String> hasLeft;
  private @Nullable Shown shown;

  /**
   * A list to show.
   *
   * @param list the list
   * @param seenNanos when it was seen
   * @param guest whether its user joined in from outside
   */
  record Shown(Recommendations list, long seenNanos, boolean guest) {}

  /**
   * Nothing is shown yet.
   *
   * @param enoughRatings of a user whose list is worth showing; whoever comes first until then
   * @param isGuest whether a user joined in from outside
   * @param hasLeft whether a user will not rate any more
   */
  SampleList(int enoughRatings, Predicate<String> isGuest, Predicate<String> hasLeft) {
    this.enoughRatings = enoughRatings;
    this.isGuest = isGuest;
    this.hasLeft = hasLeft;
  }

  /** A list was seen. */
  synchronized void offer(Recommendations list, long nanos) {
    boolean guest = isGuest.test(list.userId());
    Shown before = shown;
    if (before == null || isBetter(list, guest, before, nanos)) {
      shown = new Shown(list, nanos, guest);
    }
  }

  private boolean isBetter(Recommendations list, boolean guest, Shown before, long nanos) {
    if (guest || list.userId().equals(before.list.userId())) {
      return true;
    }
    if (list.ratings() < enoughRatings) {
      return false;
    }
    long quiet = nanos - before.seenNanos;
    if (before.guest) {
      return quiet > GUEST_QUIET_NANOS;
    }
    return quiet > QUIET_NANOS
        || before.list.ratings() < enoughRatings
        || hasLeft.test(before.list.userId());
  }

  /** What to show; empty before the first list. */
  synchronized Optional<Shown> shown() {
    return Optional.ofNullable(shown);
  }
}
