package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;

/** What the trainer does next; {@link Agenda} decides it, {@link Duty} carries it out. */
sealed interface Action {

  /**
   * Nothing before a look is due.
   *
   * @param until the next look, nanoseconds of the clock that only goes on
   */
  record Wait(long until) implements Action {}

  /** Read what both sides report, then decide by that. */
  record ReadReports() implements Action {}

  /**
   * Say that everybody has adopted a generation, and delete those that are no longer kept.
   *
   * @param then what to do after that
   */
  record Announce(int generation, Action then) implements Action {}

  /**
   * Write down how the live model does.
   *
   * @param live its checkpoint, as it is from now on
   * @param then what to do after that
   */
  record Note(Checkpoint live, Action then) implements Action {}

  /** Train a candidate. */
  record Retrain(Attempt.Plan plan) implements Action {}

  /**
   * Bring an earlier generation back as a new one.
   *
   * @param back the earlier one
   */
  record GoBack(Attempt.Plan plan, int back) implements Action {}

  /** Publish what came of the attempt that has ended. */
  record Publish() implements Action {}
}
