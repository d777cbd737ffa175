package dev.freshet.retrain;

import dev.freshet.train.TrainingException;

/**
 * The generation whose fate could not be published, not even that it failed. It is tried once more,
 * for the cluster may have been away; then it is not made again, but has failed. Thread-safe.
 */
final class Unpublished {

  private static final int TRIES = 2;

  private int generation;
  private int times;
  private String why = "";

  /** It could not be published. */
  synchronized void add(int ofGeneration, String reason) {
    times = ofGeneration == generation ? times + 1 : 1;
    generation = ofGeneration;
    why = reason;
  }

  /** A fate was published. */
  synchronized void clear() {
    times = 0;
  }

  /**
   * Checks that a generation is worth making.
   *
   * @throws TrainingException if it was made in vain before
   */
  synchronized void requireHope(int ofGeneration) {
    if (ofGeneration == generation && times >= TRIES) {
      throw new TrainingException("publishing failed " + times + " times: " + why);
    }
  }
}
