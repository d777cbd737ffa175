package dev.freshet.measure.faults;

import dev.freshet.measure.Evaluation;
import java.time.Duration;

/** Waits, after nothing more is produced, until all is taken in or nothing moves any more. */
final class Settling {

  /** Without a new record for so long, nothing more is going to happen. */
  private static final Duration STILL = Duration.ofSeconds(60);

  private final Recount recount;
  private final CommittedTopics committed;
  private final Duration patience;
  private final Evaluation.StageProgress progress;

  /**
   * A wait for what was produced to be committed.
   *
   * @param patience the longest wait
   * @param progress is told how far it is
   */
  Settling(
      Recount recount,
      CommittedTopics committed,
      Duration patience,
      Evaluation.StageProgress progress) {
    this.recount = recount;
    this.committed = committed;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Waits.
   *
   * @param meanwhile is run again and again
   * @throws InterruptedException if the thread is interrupted
   */
  void run(Runnable meanwhile) throws InterruptedException {
    long start = System.nanoTime();
    long moved = start;
    Audit audit = Audit.of(recount, committed.found());
    while (!audit.isClean()
        && System.nanoTime() - start < patience.toNanos()
        && System.nanoTime() - moved < STILL.toNanos()) {
      if (committed.read()) {
        moved = System.nanoTime();
      } else {
        audit = Audit.of(recount, committed.found());
      }
      meanwhile.run();
      long left = Math.min(audit.lost(), recount.produced());
      progress.at("coming to rest", recount.produced() - left, recount.produced());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
