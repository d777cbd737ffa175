package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.train.Grouped;
import dev.freshet.train.RatingTable;
import dev.freshet.train.TrainingException;
import java.util.Arrays;
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
    RatingTable liked = orNone(table, share);
    if (liked.size() == 0) {
      throw new TrainingException(
          "no rating is at least "
              + threshold(table, share)
              + ", so nothing counts as liked; lower at-least");
    }
    return liked;
  }

  /** Users × movies, 1 where a rating is that high; perhaps nowhere. */
  static Csr byUser(RatingTable table, float share) {
    RatingTable liked = orNone(table, share);
    float[] ones = new float[liked.size()];
    Arrays.fill(ones, 1);
    return Grouped.byUser(liked, ones).matrix();
  }

  private static RatingTable orNone(RatingTable table, float share) {
    float threshold = threshold(table, share);
    return table.select(
        IntStream.range(0, table.size()).filter(i -> table.rating()[i] >= threshold).toArray());
  }

  private static float threshold(RatingTable table, float share) {
    return table.scale().at(share);
  }
}
