package dev.freshet.train.models;

import dev.freshet.train.Fitting;
import dev.freshet.train.FoldIn;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.TopNModel;
import dev.freshet.train.Trained;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** Ranks movies by their number of ratings, for everyone alike. */
final class Popularity implements Recipe<Popularity.Settings> {

  /** Nothing to set. */
  record Settings() {}

  @Override
  public String name() {
    return "popularity";
  }

  @Override
  public String description() {
    return "ranks movies by their number of ratings";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings();
  }

  @Override
  public boolean takesNewcomers() {
    return true;
  }

  @Override
  public boolean isTopN() {
    return true;
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    float[] counts = new float[train.movies()];
    for (int movie : train.movie()) {
      counts[movie]++;
    }
    TopNModel model = new Model(counts);
    FMatrixRMaj tensor = new FMatrixRMaj(counts.length, 1, true, counts);
    return new Trained(null, model, Map.of("popularity", tensor), List.of(), 0);
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Model(float[] counts) implements TopNModel, FoldIn<TopNModel> {
    @Override
    public void scores(int user, float[] scores) {
      System.arraycopy(counts, 0, scores, 0, counts.length);
    }

    @Override
    public TopNModel shown(RatingTable given) {
      return this;
    }
  }
}
