package dev.freshet.retrain;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether a term of a trainer has gone well for so long that what ended the one before is over.
 * That nothing has failed is not enough: a consumer is silent while its cluster is away. Not
 * thread-safe.
 */
final class Calm {

  /** Longer than any pause between terms: what lasts that long does not fail again at once. */
  static final Duration LENGTH = Duration.ofMinutes(2);

  private final BooleanSupplier answers;
  private long began;

  /**
   * Begins.
   *
   * @param now nanoseconds of a clock that only goes on
   * @param answers asks the cluster; false where it does not answer
   */
  Calm(long now, BooleanSupplier answers) {
    this.began = now;
    this.answers = answers;
  }

  /**
   * Whether it is over. Where the cluster does not answer, the time begins anew.
   *
   * @param now nanoseconds of the same clock
   */
  boolean isOver(long now) {
    if (now - began <= LENGTH.toNanos()) {
      return false;
    }
    boolean isAnswered = answers.getAsBoolean();
    began = isAnswered ? began : now;
    return isAnswered;
  }
}
