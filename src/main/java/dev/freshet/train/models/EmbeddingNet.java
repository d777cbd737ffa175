package dev.freshet.train.models;

import dev.freshet.autodiff.Elementwise;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * r̂ = low + range · σ(w·relu(A·[p_u, q_m] + a) + c) (fast.ai, deep learning part 1, lesson 5,
 * "EmbeddingNet"). Embeddings and hidden layer have dropout; the range is widened by .5 on both
 * sides. The first factors start at the biases that fit best alone, not at random. The net learns
 * what those mean in its first batches, and spends its few epochs on the rest.
 */
final class EmbeddingNet implements Recipe<EmbeddingNet.Settings> {

  /** Lets the sigmoid reach the ends of the scale. */
  private static final float MARGIN = .5f;

  /**
   * Settings.
   *
   * @param rank factors of each user and movie
   * @param hidden units
   * @param fittedFactors of these, the first, start at biases; several, because dropout hides some
   * @param embeddingDropout of the factors
   * @param dropout of the hidden units
   * @param l2 penalty of the factors of each rating
   * @param weightL2 penalty of the weights of both layers, per rating: without it they grow where
   *     factors shrink
   * @param descent how it is trained; batches are of ratings
   */
  record Settings(
      int rank,
      int fittedFactors,
      int hidden,
      float embeddingDropout,
      float dropout,
      float l2,
      float weightL2,
      Descent descent) {
    Settings {
      Learnable.require(rank > 0 && hidden > 0, "rank and hidden must be at least 1");
      Learnable.require(
          fittedFactors >= 0 && fittedFactors <= rank, "fitted-factors must be from 0 to rank");
      Learnable.require(
          embeddingDropout >= 0 && embeddingDropout < 1 && dropout >= 0 && dropout < 1,
          "embedding-dropout and dropout must be from 0 to below 1");
      Learnable.require(l2 >= 0 && weightL2 >= 0, "l2 and weight-l2 must be at least 0");
    }
  }

  @Override
  public String name() {
    return "embedding-net";
  }

  @Override
  public String description() {
    return "neural network over user and movie embeddings";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings(
        50, 5, 50, .5f, .1f, .02f, .001f, new Descent("adam", .001f, 0, "cosine", 64, 10, 4));
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

    /** Embeddings start uniformly within ± this. */
    private static final float BOUND = .01f;

    /** What biases are multiplied with to be a factor: of the size of the others. */
    private static final float SMALL = .1f;

    private final Settings settings;
    private final Parameter users;
    private final Parameter movies;
    private final Parameter hiddenWeights;
    private final Parameter hiddenBias;
    private final Parameter outputWeights;
    private final Parameter outputBias;

    Model(RatingTable train, Settings settings, Fitting fitting) {
      super(train, fitting.kernels(), fitting.threads());
      this.settings = settings;
      StartValues start = new StartValues(fitting.seed());
      int k = settings.rank;
      int h = settings.hidden;
      int shards = fitting.threads();
      BiasTerms biases = BiasTerms.of(train);
      users = new Parameter("users", embeddings(start, biases.user()), shards);
      movies = new Parameter("movies", embeddings(start, biases.movie()), shards);
      hiddenWeights = new Parameter("hidden_weights", start.glorot(2 * k, h), shards);
      hiddenBias = new Parameter("hidden_bias", start.uniform(1, h, 0, .1f), shards);
      outputWeights = new Parameter("output_weights", start.glorot(h, 1), shards);
      outputBias = new Parameter("output_bias", StartValues.zeros(1, 1), shards);
    }

    private FMatrixRMaj embeddings(StartValues start, float[] biases) {
      int rank = settings.rank;
      FMatrixRMaj out = start.uniform(biases.length, rank, -BOUND, BOUND);
      for (int row = 0; row < biases.length; row++) {
        int from = row * rank;
        Arrays.fill(out.data, from, from + settings.fittedFactors, SMALL * biases[row]);
      }
      return out;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(users, movies, hiddenWeights, hiddenBias, outputWeights, outputBias);
    }

    @Override
    Node predict(Tape tape, PairBatch batch) {
      int n = batch.size();
      Node p = batch.penalise(tape, tape.gather(users, batch.users(), n), settings.l2);
      Node q = batch.penalise(tape, tape.gather(movies, batch.movies(), n), settings.l2);
      Node x = tape.dropout(tape.concat(p, q), settings.embeddingDropout);
      float perBatch = n * settings.weightL2;
      Node first = batch.penalise(tape, tape.parameter(hiddenWeights), perBatch);
      Node second = batch.penalise(tape, tape.parameter(outputWeights), perBatch);
      Node hidden =
          tape.apply(
              Elementwise.RELU, tape.add(tape.product(x, first), tape.parameter(hiddenBias)));
      Node kept = tape.dropout(hidden, settings.dropout);
      Node score = tape.add(tape.product(kept, second), tape.parameter(outputBias));
      return onScale(tape, score, MARGIN);
    }
  }
}
