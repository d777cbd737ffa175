package dev.freshet.retrain;

import dev.freshet.event.Checkpoint;
import dev.freshet.event.Checkpoint.Trigger;
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
   */
  static @Nullable Cause of(
      LiveWatch.Finding found,
      int asked,
      @Nullable String migration,
      Collection<Checkpoint> checkpoints,
      long events,
      RetrainSettings.Schedule schedule) {
    if (found.back() != null) {
      return new Cause(Trigger.WATCH, found.back());
    }
    if (asked > 0) {
      return new Cause(Trigger.REQUEST, asked + " request(s)");
    }
    if (migration != null) {
      return new Cause(Trigger.SETTINGS, migration);
    }
    if (found.isOnProbation()) {
      return null;
    }
    long then = snapshotOf(checkpoints);
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
            decided.fate(), "generation " + decided.restores() + " came back by itself: " + why)
        : caused;
  }

  /** Events in the newest snapshot: not of the newest checkpoint, which may be an old one again. */
  private static long snapshotOf(Collection<Checkpoint> checkpoints) {
    return checkpoints.stream()
        .mapToLong(c -> c.snapshot().stream().mapToLong(Long::longValue).sum())
        .max()
        .orElse(0);
  }
}
