package dev.freshet.train.measures;

import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;

/** Root mean squared error. */
public final class Rmse {

  private Rmse() {}

  /** √ of the mean of (r̂ − r)²; NaN where there is nothing to predict. */
  public static double of(RatingModel model, RatingTable table) {
    if (table.size() == 0) {
      return Double.NaN;
    }
    float[] predicted = model.predict(table.user(), table.movie());
    double sum = 0;
    for (int i = 0; i < predicted.length; i++) {
      double error = predicted[i] - table.rating()[i];
      sum += error * error;
    }
    return Math.sqrt(sum / predicted.length);
  }
}
