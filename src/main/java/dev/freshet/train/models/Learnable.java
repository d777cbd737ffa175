package dev.freshet.train.models;

import dev.freshet.train.RatingTable;
import dev.freshet.train.TrainingException;

/** What every recipe asks of its data. */
final class Learnable {

  private Learnable() {}

  /**
   * Checks that there is something to learn from.
   *
   * @throws TrainingException if there is no rating, or one is not a number or not on the scale
   */
  static void check(RatingTable train) {
    if (train.size() == 0) {
      throw new TrainingException("there are no ratings to learn from; give a larger file or part");
    }
    for (int i = 0; i < train.size(); i++) {
      if (!train.scale().contains(train.rating()[i])) {
        throw new TrainingException(
            "rating "
                + train.rating()[i]
                + " is not on the scale "
                + train.scale().min()
                + " to "
                + train.scale().max()
                + "; say which scale the ratings are on");
      }
    }
  }

  /**
   * Refuses a setting that makes no sense.
   *
   * @param problem in words, said where {@code good} is false
   * @throws TrainingException unless {@code good}
   */
  static void require(boolean good, String problem) {
    if (!good) {
      throw new TrainingException(problem);
    }
  }
}
