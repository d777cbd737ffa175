package dev.freshet.train;

import java.util.stream.IntStream;

/** The ratings that say that a movie was liked. */
final class Likes {

  private Likes() {}

  /**
   * Ratings of at least min + share · (max − min).
   *
   * @throws TrainingException if there is none
   */
  static RatingTable of(RatingTable table, float share) {
    float threshold = threshold(table, share);
    int[] positions =
        IntStream.range(0, table.size()).filter(i -> table.rating()[i] >= threshold).toArray();
    if (positions.length == 0) {
      throw new TrainingException(
          "no rating is at least " + threshold + ", so nothing counts as liked; lower at-least");
    }
    return table.select(positions);
  }

  /** The lowest rating that says so. */
  static float threshold(RatingTable table, float share) {
    return table.scale().min() + share * (table.scale().max() - table.scale().min());
  }
}
