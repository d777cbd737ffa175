package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;

/** Is told what becomes of candidates. */
public interface RetrainListener {

  /** Hears nothing. */
  RetrainListener NONE = new RetrainListener() {};

  /** A candidate's fate was published. */
  default void decided(Checkpoint checkpoint) {}

  /**
   * The trainer knows when the newest candidate was decided.
   *
   * @param millis since the epoch
   */
  default void decidedAt(long millis) {}

  /** The group made this process the trainer, or no longer does. */
  default void onDuty(boolean isTrainer) {}

  /** Both sides have moved to the generation. */
  default void adopted(int generation) {}

  /** The trainer looked how things stand. */
  default void looked(Standing standing) {}

  /**
   * How often in a row it failed: candidates, and tries to get to work at all; 0 once all is well.
   */
  default void failing(int times) {}

  /** A record was passed over because it cannot be read. */
  default void skipped() {}
}
