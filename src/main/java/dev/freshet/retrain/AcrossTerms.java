package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all terms of a trainer share: how it is set, and what it knows beyond a {@link Term}, on
 * which nothing relies. Not thread-safe.
 */
final class AcrossTerms {

  private final RetrainSettings settings;
  private final Kernels kernels;
  private final RetrainListener listener;
  private final Trouble trouble;
  private final Skipped skipped;
  private final BooleanSupplier closed;
  private final long began = System.currentTimeMillis();
  private final Unpublished unpublished = new Unpublished();
  private @Nullable Attempt newest;

  /**
   * At the start.
   *
   * @param trouble what keeps the trainer from its work
   * @param closed true ends all of it
   */
  AcrossTerms(
      RetrainSettings settings,
      Kernels kernels,
      RetrainListener listener,
      Trouble trouble,
      BooleanSupplier closed) {
    this.settings = settings;
    this.kernels = kernels;
    this.listener = listener;
    this.trouble = trouble;
    this.skipped = new Skipped(listener::skipped);
    this.closed = closed;
  }

  RetrainSettings settings() {
    return settings;
  }

  Kernels kernels() {
    return kernels;
  }

  RetrainListener listener() {
    return listener;
  }

  /** When the trainer was made, milliseconds since the epoch. */
  long began() {
    return began;
  }

  Trouble trouble() {
    return trouble;
  }

  /** Records that were passed over. */
  Skipped skipped() {
    return skipped;
  }

  Unpublished unpublished() {
    return unpublished;
  }

  /** True once the trainer is to end. */
  BooleanSupplier closed() {
    return closed;
  }

  /** Begins an attempt to carry out a plan, in a thread of its own. */
  Attempt start(Attempt.Plan plan, Function<BooleanSupplier, Run.Decided> work) {
    Attempt attempt =
        Attempt.start(
            plan,
            stop -> {
              unpublished.requireHope(plan.generation());
              return work.apply(stop);
            },
            closed);
    newest = attempt;
    return attempt;
  }

  /** Whether an attempt still takes time and memory, be it of a term that is over. */
  boolean isAtWork() {
    return newest != null && !newest.isDone();
  }
}
