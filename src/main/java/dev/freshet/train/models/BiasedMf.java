package dev.freshet.train.models;

import static dev.freshet.train.models.StartFactors.orElse;

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
import org.jspecify.annotations.Nullable;

/**
 * r̂ = μ + b_u + b_m + p_u·q_m (Koren, Bell, Volinsky 2009, eq. 4), or the same under a sigmoid
 * that is scaled to the range of ratings (fast.ai, "EmbeddingDotBias").
 */
final class BiasedMf implements Recipe<BiasedMf.Settings> {

  /** With fewer ratings than this factors need more L2, and steps more noise. */
  private static final int FEW = 300_000;

  /** Ratings per user and movie below which biases start fitted. */
  private static final int THIN = 5;

  /**
   * Settings.
   *
   * @param rank k, factors of each user and movie
   * @param sigmoid whether predictions are a sigmoid scaled to the range
   * @param l2 penalty of the factors of each rating
   * @param biasL2 penalty of the biases of each rating
   * @param fittedBiases whether biases start where they fit best alone, instead of at 0: a step of
   *     Adam is short, and those of few ratings get few; not under a sigmoid
   * @param initialStd of factors, times √(1/rank)
   * @param descent how it is trained; batches are of ratings
   */
  record Settings(
      int rank,
      boolean sigmoid,
      float l2,
      float biasL2,
      boolean fittedBiases,
      float initialStd,
      Descent descent) {
    Settings {
      Learnable.require(rank > 0, "rank must be at least 1");
      Learnable.require(l2 >= 0 && biasL2 >= 0, "l2 and bias-l2 must be at least 0");
    }

    /** These settings with another rank, and the L2 of factors times {@code factor}. */
    Settings with(int otherRank, float factor) {
      return new Settings(
          otherRank, sigmoid, l2 * factor, biasL2, fittedBiases, initialStd, descent);
    }
  }

  @Override
  public String name() {
    return "biased-mf";
  }

  @Override
  public String description() {
    return "matrix factorisation with biases";
  }

  @Override
  public Settings defaults(RatingTable train) {
    float l2 = train.size() < FEW ? .1f : .05f;
    int batch = train.size() < FEW ? 512 : 16_384;
    boolean thin = train.size() < THIN * (train.users() + (double) train.movies());
    return new Settings(
        32, false, l2, .01f, thin, .1f, new Descent("adam", .004f, 0, "cosine", batch, 30, 5));
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    return fit(train, validation, settings, null, fitting);
  }

  /**
   * Fits a model, from known factors where there are any.
   *
   * @param known what training begins from; null for random factors
   */
  Trained fit(
      RatingTable train,
      RatingTable validation,
      Settings settings,
      @Nullable StartFactors known,
      Fitting fitting) {
    Learnable.check(train);
    Model model = new Model(train, settings, known, fitting);
    return settings.descent().fit(model, validation, model.fixed(), fitting);
  }

  /** The formula and what it learns. */
  private static final class Model extends PairModel {

    private final Settings settings;
    private final float mean;
    private final Parameter users;
    private final Parameter movies;
    private final Parameter userBias;
    private final Parameter movieBias;

    Model(RatingTable train, Settings settings, @Nullable StartFactors known, Fitting fitting) {
      super(train, fitting.kernels(), fitting.threads());
      this.settings = settings;
      this.mean = train.mean();
      StartValues start = new StartValues(fitting.seed());
      int k = settings.rank;
      float std = settings.initialStd / (float) Math.sqrt(k);
      int shards = fitting.threads();
      FMatrixRMaj p = start.normal(train.users(), k, std);
      FMatrixRMaj q = start.normal(train.movies(), k, std);
      users = new Parameter("users", known == null ? p : orElse(known.users(), p), shards);
      movies = new Parameter("movies", known == null ? q : orElse(known.movies(), q), shards);
      BiasTerms biases = settings.fittedBiases ? BiasTerms.of(train) : BiasTerms.meanOnly(train);
      userBias = new Parameter("user_bias", StartValues.column(biases.user()), shards);
      movieBias = new Parameter("movie_bias", StartValues.column(biases.movie()), shards);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(users, movies, userBias, movieBias);
    }

    Map<String, FMatrixRMaj> fixed() {
      return Map.of("mean", new FMatrixRMaj(1, 1, true, mean));
    }

    @Override
    Node predict(Tape tape, PairBatch batch) {
      int n = batch.size();
      Node dots = batch.dots(tape, users, movies, settings.l2);
      Node bu = batch.penalise(tape, tape.gather(userBias, batch.users(), n), settings.biasL2);
      Node bm = batch.penalise(tape, tape.gather(movieBias, batch.movies(), n), settings.biasL2);
      Node score = tape.add(tape.add(dots, bu), bm);
      return settings.sigmoid ? onScale(tape, score, 0) : tape.add(score, tape.scalar(mean));
    }
  }
}
