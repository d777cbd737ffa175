package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Collaborative filtering as courses teach it: J = ½ Σ R∘(X·Wᵀ + b − Y)² + λ/2 (‖X‖² + ‖W‖²). Y is
 * ratings minus their movie's mean, X is movies × features, W is users × features. The bias b, one
 * per user, is not regularised. All ratings are in one step of Adam (Ng, Machine Learning
 * Specialization, course 3, week 2, with TensorFlow). A movie without ratings has the mean of all.
 */
final class NormalizedMf implements Recipe<NormalizedMf.Settings> {

  /**
   * Settings.
   *
   * @param rank features of each user and movie
   * @param l2 λ
   * @param optimizer sgd, momentum, adam or adamw
   * @param rate learning rate
   * @param decay of adamw
   * @param schedule constant, exponential or cosine
   * @param epochs steps, at most
   * @param patience steps without improvement before it stops; 0 for no end
   */
  record Settings(
      int rank,
      float l2,
      String optimizer,
      float rate,
      float decay,
      String schedule,
      int epochs,
      int patience) {
    Settings {
      Learnable.require(rank > 0, "rank must be at least 1");
      Learnable.require(l2 >= 0, "l2 must be at least 0");
    }

    Descent descent() {
      return new Descent(optimizer, rate, decay, schedule, Integer.MAX_VALUE, epochs, patience);
    }
  }

  @Override
  public String name() {
    return "mf";
  }

  @Override
  public String description() {
    return "mean-normalised collaborative filtering, all ratings in one step";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings(100, 10, "adam", .1f, 0, "constant", 200, 0);
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    BiasTerms means = BiasTerms.movieMeans(train);
    Model model = new Model(train, means, settings, fitting);
    Map<String, FMatrixRMaj> fixed = means.tensors();
    return settings.descent().fit(model, validation, fixed, fitting);
  }

  /** The cost and what it is minimised over. */
  static final class Model extends RowModel {

    private final float l2;
    private final Parameter users;
    private final Parameter movies;
    private final Parameter userBias;

    Model(RatingTable train, BiasTerms means, Settings settings, Fitting fitting) {
      super(train, true, means, 0, fitting);
      this.l2 = settings.l2;
      StartValues start = new StartValues(fitting.seed());
      int k = settings.rank;
      int shards = fitting.threads();
      users = new Parameter("users", start.normal(train.users(), k, 1), shards);
      movies = new Parameter("movies", start.normal(train.movies(), k, 1), shards);
      userBias = new Parameter("user_bias", start.normal(train.users(), 1, 1), shards);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(users, movies, userBias);
    }

    @Override
    Node reconstruct(Tape tape, Csr in, int[] rows, Csr at) {
      Node x = tape.gather(movies, rows, at.rows());
      return tape.add(
          tape.sampledProduct(at, x, users), tape.gather(userBias, at.columns(), at.size()));
    }

    @Override
    Node loss(Tape tape, Csr shown, Csr in, int[] rows, float share) {
      Node error = tape.scale(super.loss(tape, shown, in, rows, share), .5f);
      if (l2 == 0) {
        return error;
      }
      Node weights = tape.add(tape.l2(users), tape.l2(movies));
      return tape.add(error, tape.scale(weights, l2 * share));
    }
  }
}
