package dev.freshet.train.models;

import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import java.util.List;
import java.util.Map;

/**
 * A ≈ U·Vᵀ of rank r where A is known, by plain SGD, one cell a step. With e = a − u·v the
 * gradients of ½e² give u ← u + rate·e·v and v ← v + rate·e·u, both from before the step. Cells
 * that are not among the ratings are masked. Factors start uniform from 0 to 1. With all cells
 * known the optimum is the truncated SVD (Eckart and Young 1936).
 */
final class MaskedSgd implements Recipe<MaskedSgd.Settings> {

  /** Cells visited over a whole run where the data is large. */
  private static final long VISITS = 3_000_000;

  /**
   * Settings.
   *
   * @param rank r
   * @param rate learning rate
   * @param batch cells per step
   * @param epochs at most
   * @param patience epochs without improvement before it stops; 0 for no end
   */
  record Settings(int rank, float rate, int batch, int epochs, int patience) {
    Settings {
      Learnable.require(rank > 0, "rank must be at least 1");
    }

    Descent descent() {
      return new Descent("sgd", rate, 0, "constant", batch, epochs, patience);
    }
  }

  @Override
  public String name() {
    return "masked-sgd";
  }

  @Override
  public String description() {
    return "low-rank factors of the observed cells by plain SGD, one cell a step";
  }

  @Override
  public Settings defaults(RatingTable train) {
    long epochs = Math.max(10, Math.min(1000, VISITS / Math.max(1, train.size())));
    return new Settings(2, .01f, 1, (int) epochs, 5);
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    Model model = new Model(train, settings, fitting);
    return settings.descent().fit(model, validation, Map.of(), fitting);
  }

  /** The formula and what it learns. */
  private static final class Model extends PairModel {

    private final Parameter users;
    private final Parameter movies;

    Model(RatingTable train, Settings settings, Fitting fitting) {
      super(train, fitting.kernels(), fitting.threads());
      StartValues start = new StartValues(fitting.seed());
      int shards = fitting.threads();
      users = new Parameter("users", start.uniform(train.users(), settings.rank, 0, 1), shards);
      movies = new Parameter("movies", start.uniform(train.movies(), settings.rank, 0, 1), shards);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(users, movies);
    }

    @Override
    float errorFactor() {
      return .5f;
    }

    @Override
    Node predict(Tape tape, PairBatch batch) {
      return batch.dots(tape, users, movies, 0);
    }
  }
}
