package dev.freshet.retrain;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a trainer knows beyond a {@link Term}: nothing that it relies on. Not thread-safe. */
final class AcrossTerms {

  private final Trouble trouble;
  private final Skipped skipped;
  private final Unpublished unpublished = new Unpublished();
  private @Nullable Attempt newest;

  /**
   * At the start.
   *
   * @param trouble what keeps the trainer from its work
   * @param skipped records that were passed over
   */
  AcrossTerms(Trouble trouble, Skipped skipped) {
    this.trouble = trouble;
    this.skipped = skipped;
  }

  Trouble trouble() {
    return trouble;
  }

  Skipped skipped() {
    return skipped;
  }

  Unpublished unpublished() {
    return unpublished;
  }

  /** Begins an attempt. */
  Attempt start(
      Attempt.Plan plan, Function<BooleanSupplier, Run.Result> work, BooleanSupplier closed) {
    Attempt attempt = Attempt.start(plan, work, closed);
    newest = attempt;
    return attempt;
  }

  /** Whether an attempt still takes time and memory, be it of a term that is over. */
  boolean isAtWork() {
    return newest != null && !newest.isDone();
  }
}
