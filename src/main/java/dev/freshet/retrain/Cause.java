package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Trigger;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Why something has to be done now.
 *
 * @param trigger what for the record
 * @param why in words
 */
record Cause(Trigger trigger, String why) {

  /**
   * The most urgent one; null if there is none. While a promoted model has yet to show that it is
   * no worse than the one before, nothing is retrained unasked.
   *
   * @param asked requests that wait
   * @param migration what changed in the settings, if it is to be retrained for that
   * @param checkpoints all of them
   * @param events taken in so far
   * @param isResting whether nothing is done unasked because the newest candidate failed
   */
  static @Nullable Cause of(
      LiveWatch.Observation found,
      int asked,
      @Nullable String migration,
      Collection<Checkpoint> checkpoints,
      long events,
      RetrainSettings.Cadence schedule,
      boolean isResting) {
    if (found.back() != null && !isResting) {
      return new Cause(Trigger.WATCH, found.back());
    }
    if (asked > 0) {
      return new Cause(Trigger.REQUEST, asked + " request(s)");
    }
    if (isResting) {
      return null;
    }
    if (migration != null) {
      return new Cause(Trigger.SETTINGS, migration);
    }
    if (found.isOnProbation()) {
      return null;
    }
    long then = knownOf(checkpoints);
    if (schedule.isTime(then, events)) {
      return then == 0
          ? new Cause(Trigger.FIRST, events + " events")
          : new Cause(Trigger.GROWTH, events + " events after " + then);
    }
    return found.drift() == null ? null : new Cause(Trigger.DRIFT, found.drift());
  }

  /** The checkpoint with this cause; one that came back by itself says why. */
  Checkpoint of(Checkpoint decided) {
    Checkpoint caused = decided.because(trigger);
    boolean isBack = trigger == Trigger.WATCH && decided.fate() == Checkpoint.Fate.PROMOTED;
    return isBack
        ? caused.with(
            decided.fate(),
            "generation " + decided.lineage().restores() + " came back by itself: " + why)
        : caused;
  }

  /**
   * Events that were known when it was last trained: not of the newest checkpoint, which may be an
   * old one again. Those that changed nothing are in no snapshot. What failed was not trained.
   */
  private static long knownOf(Collection<Checkpoint> checkpoints) {
    return checkpoints.stream().mapToLong(Cause::knownOf).max().orElse(0);
  }

  private static long knownOf(Checkpoint checkpoint) {
    if (checkpoint.fate() == Checkpoint.Fate.FAILED) {
      return 0;
    }
    long snapshot = checkpoint.snapshot().stream().mapToLong(Long::longValue).sum();
    return checkpoint.events() == null ? snapshot : Math.max(snapshot, checkpoint.events());
  }
}
