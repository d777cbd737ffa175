package dev.freshet.train.models;

import dev.freshet.train.Fitting;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** r̂ = μ: what every other model must beat. */
final class GlobalMean implements Recipe<GlobalMean.Settings> {

  /** Nothing to set. */
  record Settings() {}

  @Override
  public String name() {
    return "global-mean";
  }

  @Override
  public String description() {
    return "predicts the mean of all ratings";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings();
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    float mean = train.mean();
    RatingModel model =
        (users, movies) -> {
          float[] out = new float[users.length];
          Arrays.fill(out, mean);
          return out;
        };
    Map<String, FMatrixRMaj> tensors = Map.of("mean", new FMatrixRMaj(1, 1, true, mean));
    return new Trained(model, null, tensors, List.of(), 0);
  }
}
