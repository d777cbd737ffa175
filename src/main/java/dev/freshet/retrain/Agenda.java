package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.LiveRecall;
import dev.freshet.wire.RetrainRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the trainer does next. It goes by nothing but what it is handed: it reads neither a
 * topic nor a clock, and remembers nothing.
 *
 * @param schedule when to retrain without being asked
 * @param watch what a promoted model must prove
 */
record Agenda(RetrainSettings.Cadence schedule, LiveWatch.Settings watch) {

  /** While a request or an adoption is awaited, look this often. */
  static final Duration AGAIN = Duration.ofMillis(500);

  /** What becomes of attempts. */
  enum Work {
    /** There is no attempt. */
    NONE,
    /** An attempt of an earlier term still takes time and memory. */
    EARLIER,
    /** An attempt goes on. */
    RUNNING,
    /** An attempt has ended, and its outcome is not published yet. */
    DONE
  }

  /**
   * Requests that wait.
   *
   * @param requests in order
   * @param upTo offset behind the newest request that was read; negative where none was
   */
  record Asked(List<RetrainRequest> requests, long upTo) {

    /** The newest wish for a rollback goes before all wishes to train; null if all are such. */
    @Nullable Integer rollback() {
      Integer back = null;
      for (RetrainRequest request : requests) {
        back = request.rollbackTo() == null ? back : request.rollbackTo();
      }
      return back;
    }
  }

  /**
   * What a look at both sides showed.
   *
   * @param isAdopted whether everybody has adopted the live generation
   * @param errors how well the live model did on all ratings so far
   * @param lists what people took of lists so far, by generation and arm
   * @param liveFor time since everybody has adopted the live generation
   * @param events that the user side has taken in
   * @param generations that partitions report
   * @param migration what changed in the settings, if it is to be retrained for that
   */
  record Overview(
      boolean isAdopted,
      ErrorSums errors,
      List<LiveRecall> lists,
      Duration liveFor,
      long events,
      Set<Integer> generations,
      @Nullable String migration) {}

  /**
   * All that a decision goes by. Times are nanoseconds of a clock that only goes on.
   *
   * @param checkpoints the newest record of each generation
   * @param awaited generation whose adoption is still to be announced; 0 for none
   * @param overview what was seen just now; null before the look
   * @param nextLook when a look is due
   * @param restUntil nothing is tried unasked before that, for candidates failed
   */
  record Situation(
      Work work,
      Checkpoints checkpoints,
      Asked asked,
      int awaited,
      @Nullable Overview overview,
      long now,
      long nextLook,
      long restUntil) {

    private boolean isResting() {
      return now - restUntil < 0;
    }

    private int live() {
      return checkpoints.live();
    }
  }

  /** What to do now. */
  Action next(Situation now) {
    if (now.work == Work.DONE) {
      return new Action.Publish();
    }
    if (now.work == Work.RUNNING || (now.overview == null && now.now - now.nextLook < 0)) {
      return new Action.Wait(now.nextLook);
    }
    if (now.overview == null) {
      return new Action.ReadReports();
    }
    if (!now.overview.isAdopted || now.work == Work.EARLIER) {
      return pause(now); // never two at once: the request waits
    }
    Action next = noteAndBegin(now, now.overview);
    return now.awaited > 0 && now.awaited == now.live()
        ? new Action.Announce(now.awaited, next)
        : next;
  }

  private Action pause(Situation now) {
    boolean isAwaited = now.awaited > 0 || !now.asked.requests.isEmpty();
    return new Action.Wait(now.now + (isAwaited ? AGAIN : schedule.look()).toNanos());
  }

  private Action noteAndBegin(Situation now, Overview seen) {
    LiveWatch.Observation found =
        LiveWatch.look(
            now.checkpoints.byGeneration(),
            now.live(),
            seen.errors,
            seen.lists,
            seen.liveFor,
            watch);
    Cause cause =
        Cause.of(
            found,
            now.asked.requests.size(),
            seen.migration,
            now.checkpoints.all(),
            seen.events,
            schedule,
            now.isResting());
    Action next = cause == null ? pause(now) : begin(cause, found, now, seen);
    // Where it must come back, what was found is noted with the fate that follows from it.
    return found.noted() == null || found.back() != null
        ? next
        : new Action.Note(found.noted(), next);
  }

  private static Action begin(
      Cause cause, LiveWatch.Observation found, Situation now, Overview seen) {
    int live = now.live();
    int generation = now.checkpoints.next(seen.generations);
    if (cause.trigger() == Checkpoint.Trigger.WATCH) {
      int before = Objects.requireNonNull(now.checkpoints.get(live)).lineage().incumbent();
      // Requests wait until it is back.
      return new Action.GoBack(
          new Attempt.Plan(generation, live, before, cause, -1, null, found.noted()), before);
    }
    long answers = now.asked.upTo;
    Integer back = now.asked.rollback();
    return back == null
        ? new Action.Retrain(
            new Attempt.Plan(generation, live, null, cause, answers, seen.events, null))
        : new Action.GoBack(
            new Attempt.Plan(generation, live, back, cause, answers, null, null), back);
  }
}
