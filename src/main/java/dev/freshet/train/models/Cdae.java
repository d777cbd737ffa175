package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Elementwise;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.FoldIn;
import dev.freshet.train.GradientModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.TopNModel;
import dev.freshet.train.Trained;
import dev.freshet.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Scores W·σ(Vᵀ·x̃ + p_u + a) + b (Wu et al. 2016, "Collaborative Denoising Auto-Encoders for Top-N
 * Recommender Systems", eq. 8 to 10). x̃ is what a user liked, scaled to length 1, with some of it
 * dropped; p_u is a vector of the user's own. The loss is over all movies, logistic or squared,
 * plus λ/2 of all weights. All movies that were not liked count as negatives, none are sampled.
 */
final class Cdae implements Recipe<Cdae.Settings> {

  /** What is minimised. */
  enum Loss {
    /** Logistic loss of each score, as of a probability. */
    LOGISTIC,
    /** Squared distance of each score from 0 or 1. */
    SQUARED
  }

  /**
   * Settings.
   *
   * @param hidden units
   * @param loss logistic or squared
   * @param corruption share of what a user liked that is dropped from his input
   * @param atLeast the lowest rating that counts as liked, as a share of the scale's range
   * @param l2 λ, of encoder, decoder and user vectors
   * @param descent how it is trained; batches are of users
   */
  record Settings(
      int hidden, Loss loss, float corruption, float atLeast, float l2, Descent descent) {
    Settings {
      Learnable.require(hidden > 0, "hidden must be at least 1");
      Learnable.require(corruption >= 0 && corruption < 1, "corruption must be from 0 to below 1");
      Learnable.require(atLeast >= 0 && atLeast <= 1, "at-least must be from 0 to 1");
      Learnable.require(l2 >= 0, "l2 must be at least 0");
    }
  }

  @Override
  public String name() {
    return "cdae";
  }

  @Override
  public String description() {
    return "denoising autoencoder of what each user liked, ranks";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings(
        64,
        Loss.LOGISTIC,
        .5f,
        Scale.LIKED_SHARE,
        0,
        new Descent("adam", .01f, 0, "cosine", 32, 30, 8));
  }

  @Override
  public String errorName() {
    return "1 - recall@20";
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
    Model model = new Model(train, settings, fitting);
    MissedLikes missed = new MissedLikes(train, validation, settings.atLeast);
    List<Fitting.Epoch> epochs =
        Trainer.run(model, () -> missed.of(model), settings.descent().settings(), fitting);
    Map<String, FMatrixRMaj> tensors = Descent.tensors(model, Map.of());
    return new Trained(null, model, tensors, epochs, Trainer.best(epochs));
  }

  /** The formula and what it learns. */
  private static final class Model implements GradientModel, TopNModel, FoldIn<TopNModel> {

    private final Settings settings;
    private final Csr liked;

    /** ‖x‖ of each user: inputs are of length 1, as heavy raters would saturate the code. */
    private final float[] lengths;

    private final Csr[] batches;
    private final Csr single = new Csr();
    private final Csr everything;
    private final int[][] rows;
    private final Corruption corruption;
    private final FMatrixRMaj[] targets;
    private final Parameter encoder;
    private final Parameter hiddenBias;
    private final Parameter users;
    private final Parameter movies;
    private final Parameter movieBias;
    private final Tape predicting;

    Model(RatingTable train, Settings settings, Fitting fitting) {
      this.settings = settings;
      liked = Likes.byUser(Likes.of(train, settings.atLeast), settings.atLeast);
      lengths = new float[liked.rows()];
      for (int user = 0; user < lengths.length; user++) {
        lengths[user] = length(liked.rowStart(user + 1) - liked.rowStart(user));
      }
      int[] all = IntStream.range(0, train.movies()).toArray();
      everything = new Csr(1, all.length, new int[] {0, all.length}, all, new float[all.length]);
      int shards = fitting.threads();
      batches = new Csr[shards];
      rows = new int[shards][0];
      corruption = new Corruption(settings.corruption, fitting);
      targets = new FMatrixRMaj[shards];
      for (int shard = 0; shard < shards; shard++) {
        batches[shard] = new Csr();
        targets[shard] = new FMatrixRMaj(0, 0);
      }
      StartValues start = new StartValues(fitting.seed());
      int h = settings.hidden;
      encoder = new Parameter("encoder", start.normal(train.movies(), h, 1), shards);
      hiddenBias = new Parameter("hidden_bias", StartValues.zeros(1, h), shards);
      users = new Parameter("users", start.normal(train.users(), h, .01f), shards);
      movies = new Parameter("movies", start.glorot(train.movies(), h), shards);
      movieBias = new Parameter("movie_bias", startBias(), shards);
      predicting = new Tape(fitting.kernels(), 0, 0);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(encoder, hiddenBias, users, movies, movieBias);
    }

    @Override
    public int examples() {
      return liked.rows();
    }

    @Override
    public int weight(int[] order, int from, int to) {
      return to - from;
    }

    /** What predicts each movie's share of users, so that nothing has to be unlearned. */
    private FMatrixRMaj startBias() {
      FMatrixRMaj bias = StartValues.zeros(1, liked.cols());
      for (int e = 0; e < liked.size(); e++) {
        bias.data[liked.columns()[e]]++;
      }
      for (int movie = 0; movie < bias.numCols; movie++) {
        double share = (bias.data[movie] + .1) / (liked.rows() + .2);
        bias.data[movie] =
            (float) (settings.loss == Loss.LOGISTIC ? Math.log(share / (1 - share)) : share);
      }
      return bias;
    }

    /** ‖x‖ of so many ones. */
    private static float length(int count) {
      return (float) Math.sqrt(Math.max(1, count));
    }

    private Node code(Tape tape, Csr in, @Nullable Node ofUsers) {
      Node sums = tape.product(in, encoder);
      Node all = ofUsers == null ? sums : tape.add(sums, ofUsers);
      return tape.apply(Elementwise.SIGMOID, tape.add(all, tape.parameter(hiddenBias)));
    }

    @Override
    public Node loss(Tape tape, int shard, int[] order, int from, int to) {
      Csr in = take(shard, order, from, to);
      Node target = tape.constant(fill(targets[shard], in));
      scale(in, rows[shard]);
      corruption.hide(in, shard);
      Node w = tape.parameter(movies);
      Node code = code(tape, in, tape.gather(users, rows[shard], in.rows()));
      Node scores = tape.add(tape.product(code, false, w, true), tape.parameter(movieBias));
      Node error =
          settings.loss == Loss.LOGISTIC
              ? tape.logisticLoss(scores, target)
              : tape.squaredError(scores, target);
      if (settings.l2 == 0) {
        return error;
      }
      Node weights = tape.add(tape.l2(movies), tape.l2(encoder));
      weights = tape.add(weights, tape.l2(users));
      float share = (float) in.rows() / liked.rows();
      return tape.add(error, tape.scale(weights, settings.l2 * share));
    }

    private Csr take(int shard, int[] order, int from, int to) {
      batches[shard].selectRows(liked, order, from, to);
      if (rows[shard].length < to - from) {
        rows[shard] = new int[to - from];
      }
      System.arraycopy(order, from, rows[shard], 0, to - from);
      return batches[shard];
    }

    private static FMatrixRMaj fill(FMatrixRMaj dense, Csr sparse) {
      dense.reshape(sparse.rows(), sparse.cols());
      dense.zero();
      for (int row = 0; row < sparse.rows(); row++) {
        for (int e = sparse.rowStart(row); e < sparse.rowStart(row + 1); e++) {
          dense.data[row * sparse.cols() + sparse.columns()[e]] = sparse.values()[e];
        }
      }
      return dense;
    }

    /** To length 1; more by what will be hidden, to keep the mean. Modifies values. */
    private void scale(Csr in, int[] user) {
      for (int row = 0; row < in.rows(); row++) {
        float value = 1 / ((1 - settings.corruption) * lengths[user[row]]);
        Arrays.fill(in.values(), in.rowStart(row), in.rowStart(row + 1), value);
      }
    }

    @Override
    public void scores(int user, float[] scores) {
      scores(liked, user, true, scores);
    }

    /** Newcomers have no vector of their own: it counts as 0. */
    @Override
    public TopNModel shown(RatingTable given) {
      Csr theirs = Likes.byUser(given, settings.atLeast);
      return (user, scores) -> scores(theirs, user, false, scores);
    }

    private void scores(Csr likes, int user, boolean trained, float[] scores) {
      synchronized (predicting) {
        int[] row = {user};
        single.selectRows(likes, row, 0, 1);
        for (int e = 0; e < single.size(); e++) {
          single.values()[e] = 1 / length(single.size());
        }
        predicting.clear();
        Node code = code(predicting, single, trained ? predicting.gather(users, row, 1) : null);
        Node out = predicting.sampledProduct(everything, code, movies);
        for (int movie = 0; movie < scores.length; movie++) {
          scores[movie] = out.value().data[movie] + movieBias.value().data[movie];
        }
      }
    }
  }
}
