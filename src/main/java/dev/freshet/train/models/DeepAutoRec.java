package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Elementwise;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import java.util.ArrayList;
import java.util.List;

/**
 * A deep autoencoder of each user's ratings (Kuchaiev and Ginsburg 2017, "Training Deep
 * AutoEncoders for Collaborative Filtering"). Every layer has SELU, only the code has dropout, and
 * the loss is the squared error where there are ratings. Layers: movies, hidden (depth − 1 times),
 * code, hidden (depth − 1 times), movies; depth 1 has the code only.
 *
 * <p>Dense re-feeding (section 2.4 there): the dense output y = f(x) is a new example whose own
 * output should be itself, a fixed point of f. So ‖f(y) − y‖² over all movies, y constant, is added
 * to the loss. The paper takes a second step for it; here both gradients go into one step.
 */
final class DeepAutoRec implements Recipe<DeepAutoRec.Settings> {

  /**
   * Few users cannot teach wide layers: 32 units did as well as 64 for 100,000 ratings. The paper
   * has 512 for 100 million.
   */
  private static final int RATINGS_PER_UNIT = 3000;

  private static final int FEWEST_UNITS = 16;
  private static final int MOST_UNITS = 512;

  /**
   * Settings.
   *
   * @param hidden units of the layers around the code
   * @param code units of the code
   * @param depth layers of the encoder, and of the decoder
   * @param dropout of the code
   * @param refeed weight of dense re-feeding; 0 for none
   * @param base what ratings are relative to
   * @param l2 λ, of all weights
   * @param descent how it is trained; batches are of users. The error falls, rises while the code
   *     finds its way through the dropout, and falls again: a short patience ends it too early
   */
  record Settings(
      int hidden,
      int code,
      int depth,
      float dropout,
      float refeed,
      Base base,
      float l2,
      Descent descent) {
    Settings {
      Learnable.require(
          hidden > 0 && code > 0 && depth > 0, "hidden, code and depth must be at least 1");
      Learnable.require(dropout >= 0 && dropout < 1, "dropout must be from 0 to below 1");
      Learnable.require(l2 >= 0 && refeed >= 0, "l2 and refeed must be at least 0");
    }
  }

  @Override
  public String name() {
    return "deep-autorec";
  }

  @Override
  public String description() {
    return "deep autoencoder of each user's ratings with dense re-feeding";
  }

  @Override
  public Settings defaults(RatingTable train) {
    int units = Math.max(FEWEST_UNITS, Math.min(MOST_UNITS, train.size() / RATINGS_PER_UNIT));
    return new Settings(
        units,
        units,
        2,
        .8f,
        .02f,
        Base.BIASES,
        60,
        new Descent("adam", .0005f, 0, "cosine", 64, 40, 0));
  }

  @Override
  public boolean takesNewcomers() {
    return true;
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    BiasTerms base = settings.base.of(train);
    Model model = new Model(train, base, settings, fitting);
    return settings.descent().fit(model, validation, base.tensors(), fitting);
  }

  /** The formula and what it learns. */
  private static final class Model extends RowModel {

    private final Settings settings;

    /** In order: first movies × units, last movies × units, those between units × units. */
    private final List<Parameter> weights = new ArrayList<>();

    private final List<Parameter> biases = new ArrayList<>();
    private final int last;

    Model(RatingTable train, BiasTerms base, Settings settings, Fitting fitting) {
      super(train, false, base, 0, fitting);
      this.settings = settings;
      this.last = 2 * settings.depth - 1;
      StartValues start = new StartValues(fitting.seed());
      int shards = fitting.threads();
      int movies = train.movies();
      for (int layer = 0; layer <= last; layer++) {
        int in = units(layer - 1);
        int out = units(layer);
        boolean wide = layer == 0 || layer == last;
        int rows = wide ? movies : in;
        int cols = layer == last ? in : out;
        weights.add(new Parameter("weights_" + layer, start.glorot(rows, cols), shards));
        int biasRows = layer == last ? movies : 1;
        int biasCols = layer == last ? 1 : out;
        biases.add(new Parameter("bias_" + layer, StartValues.zeros(biasRows, biasCols), shards));
      }
    }

    /** Units after a layer, but for the last. */
    private int units(int layer) {
      return layer == settings.depth - 1 ? settings.code : settings.hidden;
    }

    @Override
    public List<Parameter> parameters() {
      List<Parameter> all = new ArrayList<>(weights);
      all.addAll(biases);
      return all;
    }

    /** All layers but the first product and the last. */
    private Node inner(Tape tape, Node firstProduct) {
      Node x = firstProduct;
      for (int layer = 0; layer < last; layer++) {
        if (layer > 0) {
          x = tape.product(x, tape.parameter(weights.get(layer)));
        }
        x = tape.apply(Elementwise.SELU, tape.add(x, tape.parameter(biases.get(layer))));
        if (layer == settings.depth - 1) {
          x = tape.dropout(x, settings.dropout);
        }
      }
      return x;
    }

    @Override
    Node reconstruct(Tape tape, Csr in, int[] rows, Csr at) {
      return output(tape, inner(tape, tape.product(in, weights.get(0))), at);
    }

    private Node output(Tape tape, Node x, Csr at) {
      Node sums =
          tape.add(
              tape.sampledProduct(at, x, weights.get(last)),
              tape.gather(biases.get(last), at.columns(), at.size()));
      return tape.apply(Elementwise.SELU, sums);
    }

    /** Output for all movies. */
    private Node denseOutput(Tape tape, Node x, Node lastWeights, Node bias) {
      // (movies × n) + column, then as it is: only compared with another of the same kind.
      return tape.apply(
          Elementwise.SELU, tape.add(tape.product(lastWeights, false, x, true), bias));
    }

    @Override
    Node loss(Tape tape, Csr shown, Csr in, int[] rows, float share) {
      Node x = inner(tape, tape.product(shown, weights.get(0)));
      Node error = tape.squaredError(output(tape, x, in), tape.column(in.values(), in.size()));
      if (settings.refeed > 0) {
        Node lastWeights = tape.parameter(weights.get(last));
        Node bias = tape.parameter(biases.get(last));
        Node y = tape.constant(denseOutput(tape, x, lastWeights, bias).value());
        Node again = inner(tape, tape.product(y, true, tape.parameter(weights.get(0)), false));
        Node fixedPoint = tape.squaredError(denseOutput(tape, again, lastWeights, bias), y);
        error = tape.add(error, tape.scale(fixedPoint, settings.refeed));
      }
      if (settings.l2 > 0) {
        for (Parameter w : weights) {
          error = tape.add(error, tape.scale(tape.l2(w), settings.l2 * share));
        }
      }
      return error;
    }
  }
}
