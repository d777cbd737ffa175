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
 * r̂ = p_u·q_m, nothing else (fast.ai, deep learning part 1, lesson 5, "EmbeddingDot"): shows what
 * biases are worth. Factors start uniform from 0 to .5, so that the first predictions lie on the
 * scale (the lesson: to .05). A movie never rated keeps what it started with.
 */
final class Dot implements Recipe<Dot.Settings> {

  /**
   * Settings.
   *
   * @param rank factors of each user and movie
   * @param l2 penalty of the factors of each rating
   * @param initialBound factors start uniform from 0 to this
   * @param descent how it is trained; batches are of ratings
   */
  record Settings(int rank, float l2, float initialBound, Descent descent) {
    Settings {
      Learnable.require(rank > 0, "rank must be at least 1");
      Learnable.require(l2 >= 0, "l2 must be at least 0");
    }
  }

  @Override
  public String name() {
    return "dot";
  }

  @Override
  public String description() {
    return "product of user and movie factors, without biases";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings(50, .1f, .5f, new Descent("adam", .003f, 0, "constant", 256, 30, 3));
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

    private final float l2;
    private final Parameter users;
    private final Parameter movies;

    Model(RatingTable train, Settings settings, Fitting fitting) {
      super(train, fitting.kernels(), fitting.threads());
      this.l2 = settings.l2;
      StartValues start = new StartValues(fitting.seed());
      int k = settings.rank;
      float bound = settings.initialBound;
      int shards = fitting.threads();
      users = new Parameter("users", start.uniform(train.users(), k, 0, bound), shards);
      movies = new Parameter("movies", start.uniform(train.movies(), k, 0, bound), shards);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(users, movies);
    }

    @Override
    Node predict(Tape tape, PairBatch batch) {
      return batch.dots(tape, users, movies, l2);
    }
  }
}
