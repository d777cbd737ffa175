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

/**
 * r̂ = f(W·g(V·r + μ) + b), r a movie's observed ratings (I-AutoRec) or a user's (U-AutoRec):
 * Sedhain et al. 2015, "AutoRec: Autoencoders Meet Collaborative Filtering", eq. 1 and 2. Only
 * observed ratings enter sums and loss. Minimises Σ observed (r − r̂)² + λ/2 (‖V‖² + ‖W‖²). If
 * asked, part of r is hidden ({@link Corruption}). If asked, W is penalised for each rating that it
 * predicts as well, which holds back those who rated much.
 *
 * <p>Unlike in the paper, ratings may be taken relative to a {@link Base}. Then a user or movie
 * never seen is predicted from what is known of the other side, instead of as 3.
 */
final class AutoRec implements Recipe<AutoRec.Settings> {

  /** With fewer ratings than this rows are short, and models learn them by heart. */
  private static final int FEW = 300_000;

  /**
   * Settings.
   *
   * @param hidden units
   * @param output f; a sigmoid is scaled to the range of ratings and goes with base none
   * @param encoder g
   * @param base what ratings are relative to
   * @param l2 λ, of V and W only
   * @param ratingL2 penalty of the row of W of each rating
   * @param dropout of hidden units
   * @param corruption share of r hidden in training
   * @param descent how it is trained; batches are of rows
   */
  record Settings(
      int hidden,
      Activation output,
      Activation encoder,
      Base base,
      float l2,
      float ratingL2,
      float dropout,
      float corruption,
      Descent descent) {
    Settings {
      Learnable.require(hidden > 0, "hidden must be at least 1");
      Learnable.require(l2 >= 0 && ratingL2 >= 0, "l2 and rating-l2 must be at least 0");
      Learnable.require(
          dropout >= 0 && dropout < 1 && corruption >= 0 && corruption < 1,
          "dropout and corruption must be from 0 to below 1");
      Learnable.require(
          output == Activation.IDENTITY || base == Base.NONE,
          "a sigmoid output predicts ratings themselves: set base to none");
    }
  }

  private final boolean ofMovies;

  /** I-AutoRec where rows are movies, U-AutoRec where they are users. */
  AutoRec(boolean ofMovies) {
    this.ofMovies = ofMovies;
  }

  @Override
  public String name() {
    return ofMovies ? "autorec-item" : "autorec-user";
  }

  @Override
  public String description() {
    return "autoencoder of each " + (ofMovies ? "movie's" : "user's") + " ratings";
  }

  @Override
  public Settings defaults(RatingTable train) {
    if (train.size() >= FEW) {
      return defaults(30, 0, 0, .003f, 40);
    }
    return ofMovies ? defaults(10, .7f, .5f, .0015f, 50) : defaults(100, 0, 0, .002f, 40);
  }

  private static Settings defaults(
      float l2, float ratingL2, float corruption, float rate, int epochs) {
    Descent descent = new Descent("adam", rate, 0, "cosine", 256, epochs, 8);
    return new Settings(
        500,
        Activation.IDENTITY,
        Activation.SIGMOID,
        Base.BIASES,
        l2,
        ratingL2,
        .4f,
        corruption,
        descent);
  }

  @Override
  public boolean takesNewcomers() {
    return !ofMovies;
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    BiasTerms base = settings.base.of(train);
    Model model = new Model(train, ofMovies, base, settings, fitting);
    return settings.descent().fit(model, validation, base.tensors(), fitting);
  }

  /** The formula and what it learns. */
  private static final class Model extends RowModel {

    private final Settings settings;
    private final float low;
    private final float range;
    private final Parameter encoder;
    private final Parameter hiddenBias;
    private final Parameter decoder;
    private final Parameter outputBias;

    Model(RatingTable train, boolean ofMovies, BiasTerms base, Settings settings, Fitting fitting) {
      super(train, ofMovies, base, settings.corruption, fitting);
      this.settings = settings;
      this.low = train.scale().min();
      this.range = train.scale().max() - low;
      StartValues start = new StartValues(fitting.seed());
      int columns = ofMovies ? train.users() : train.movies();
      int h = settings.hidden;
      int shards = fitting.threads();
      encoder = new Parameter("encoder", start.glorot(columns, h), shards);
      hiddenBias = new Parameter("hidden_bias", StartValues.zeros(1, h), shards);
      decoder = new Parameter("decoder", start.glorot(columns, h), shards);
      outputBias = new Parameter("output_bias", StartValues.zeros(columns, 1), shards);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(encoder, hiddenBias, decoder, outputBias);
    }

    @Override
    Node reconstruct(Tape tape, Csr in, int[] rows, Csr at) {
      Node sums = tape.add(tape.product(in, encoder), tape.parameter(hiddenBias));
      Node code = tape.apply(settings.encoder.function(), sums);
      if (settings.dropout > 0) {
        code = tape.dropout(code, settings.dropout);
      }
      Node out =
          tape.add(
              tape.sampledProduct(at, code, decoder),
              tape.gather(outputBias, at.columns(), at.size()));
      return settings.output == Activation.IDENTITY
          ? out
          : tape.add(
              tape.scale(tape.apply(settings.output.function(), out), range), tape.scalar(low));
    }

    @Override
    Node loss(Tape tape, Csr shown, Csr in, int[] rows, float share) {
      Node loss = super.loss(tape, shown, in, rows, share);
      if (settings.ratingL2 > 0) {
        Node perRating = tape.l2(decoder, in.columns(), in.size());
        loss = tape.add(loss, tape.scale(perRating, settings.ratingL2));
      }
      if (settings.l2 > 0) {
        Node weights = tape.add(tape.l2(encoder), tape.l2(decoder));
        loss = tape.add(loss, tape.scale(weights, settings.l2 * share));
      }
      return loss;
    }
  }
}
