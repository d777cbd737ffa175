package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to make a generation, in a thread of its own. Whatever ends that thread, the try has an
 * outcome. Thread-safe.
 */
final class Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final Plan plan;
  private final CompletableFuture<Run.Decided> future = new CompletableFuture<>();
  private final Thread worker;
  private volatile boolean abandoned;

  /**
   * What is tried.
   *
   * @param generation that is to be made
   * @param incumbent the live one
   * @param restores the earlier one that is to come back; null to train
   * @param cause why
   * @param answers offset behind the requests that this answers; negative for none
   * @param events that are known; null where nothing is trained
   * @param noted the live checkpoint as it has to be noted together with the fate; null for none
   */
  record Plan(
      int generation,
      int incumbent,
      @Nullable Integer restores,
      Cause cause,
      long answers,
      @Nullable Long events,
      @Nullable Checkpoint noted) {

    /** The fate of what failed. */
    Checkpoint failed(String why) {
      return new Checkpoint(
          generation,
          new Checkpoint.Decision(Checkpoint.Fate.FAILED, why, System.currentTimeMillis()),
          new Checkpoint.Lineage(incumbent, restores),
          0,
          Checkpoint.Judgement.NONE,
          Checkpoint.Seconds.NONE,
          List.of());
    }

    /**
     * The live checkpoint as it is to be from now on; null if it does not change.
     *
     * @param live as it was until now; null in generation 0
     * @param by the fate that was decided
     */
    @Nullable Checkpoint replaced(@Nullable Checkpoint live, Checkpoint by) {
      Checkpoint before = noted == null ? live : noted;
      if (before == null || by.lineage().restores() == null) {
        return null;
      }
      return switch (by.fate()) {
        case PROMOTED -> before.rolledBack(by);
        case REFUSED -> noted; // where nobody asked, it is not tried again
        case FAILED, ROLLED_BACK -> null;
      };
    }

    /** A fate with what is known of its cause. */
    Checkpoint complete(Checkpoint decided) {
      Checkpoint caused = cause.of(decided);
      return events == null ? caused : caused.knowing(events);
    }
  }

  private Attempt(Plan plan, Function<BooleanSupplier, Run.Decided> work, BooleanSupplier closed) {
    this.plan = plan;
    this.worker =
        new Thread(
            () -> {
              try {
                future.complete(work.apply(() -> abandoned || closed.getAsBoolean()));
              } catch (Throwable e) { // Whatever it is becomes the outcome.
                future.completeExceptionally(e);
              }
            },
            "freshet-training");
  }

  /**
   * Begins to make a generation, in a thread of its own.
   *
   * @param work makes the generation, asking now and then whether to end early
   * @param closed true ends it early
   */
  // Whatever else the machine has to do comes first; nothing relies on it.
  @SuppressWarnings("ThreadPriorityCheck")
  static Attempt start(
      Plan plan, Function<BooleanSupplier, Run.Decided> work, BooleanSupplier closed) {
    Attempt attempt = new Attempt(plan, work, closed);
    attempt.worker.setDaemon(true);
    attempt.worker.setPriority(Thread.MIN_PRIORITY);
    attempt.worker.start();
    return attempt;
  }

  Plan plan() {
    return plan;
  }

  /** Whether the outcome is known; until then it takes time and memory, wanted or not. */
  boolean isDone() {
    return future.isDone();
  }

  /** What came of it; what ended by an error has failed. Waits until it is known. */
  Run.Decided outcome() {
    try {
      Run.Decided result = future.join();
      return result.with(plan.complete(result.checkpoint()));
    } catch (CompletionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      LOG.debug("generation {} failed because of", plan.generation(), why);
      return Run.Decided.nothing(plan.complete(plan.failed(Failure.words(why))));
    }
  }

  /** Ends the work soon: its outcome is of no interest any more. */
  void abandon() {
    abandoned = true;
  }
}
