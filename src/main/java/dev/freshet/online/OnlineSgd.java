package dev.freshet.online;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Matrix factorisation learned one rating at a time: prediction, and one stochastic gradient step
 * of one side. Immutable and thread-safe.
 *
 * <pre>
 *   r̂  = μ + b_u + b_i + p_u·q_i                          w = width of the scale
 *   e  = r − r̂, within ± maxError · w                     n = steps taken, η = userVector(n)
 *   b_u ← b_u + userBias(n) · e
 *   p_u ← p_u + η/(w + 2η|q_i|²) · (e·q_i − l2·w·p_u)
 *   baseline_u ← baseline_u + baselineUser(n) · (r − μ − baseline_u − baseline_i)
 * </pre>
 *
 * The step of the movie exchanges p and q (Koren, Bell, Volinsky 2009, "Matrix factorization
 * techniques for recommender systems"). Three things differ from the textbook:
 *
 * <ul>
 *   <li>Rates fall with the count instead of an L2 on biases: a bias that starts at its prior and
 *       moves by 1/(s+n+1) is the mean shrunk to that prior.
 *   <li>The denominator is that of an implicit step (Toulis, Airoldi 2017, "Asymptotic and finite
 *       sample properties of estimators based on stochastic gradients"), with 2 because the other
 *       side learns the same error in the same moment. No step overshoots, however long the
 *       vectors, which allows rates high enough to learn within a few ratings.
 *   <li>Vectors are learned as if the scale had width 1 (start vectors grow with √w), so that the
 *       same settings serve every scale.
 * </ul>
 */
public final class OnlineSgd {
  /**
   * Rates of vectors in a retrained generation, relative to those of generation 0: such vectors lie
   * near where they belong, and full steps would shake them. Measured: {@code
   * docs/benchmarks/generations.md}.
   */
  private static final float RETRAINED = .4f;

  private final Settings settings;
  private final Scale scale;
  private final float mu;
  private final float width;
  private final FactorStarts starts;
  private final float maxError;

  /** What has a learning rate of its own. */
  public enum Rate {
    /** Biases of users. */
    USER_BIAS,
    /** Biases of movies. */
    MOVIE_BIAS,
    /** Vectors of users. */
    USER_VECTOR,
    /** Vectors of movies. */
    MOVIE_VECTOR,
    /** Biases of users in the baseline. */
    USER_BASELINE,
    /** Biases of movies in the baseline. */
    MOVIE_BASELINE
  }

  /**
   * What can be set; rates are per unit of error, lengths for a scale of width 1.
   *
   * @param mu μ of generation 0 in rating units; null for the middle of the scale
   * @param rank length of the vectors, k
   * @param initialStd standard deviation of a start vector's components
   * @param rates of all that is learned
   * @param vectorL2 pull of vectors towards 0
   * @param foldIn how a user's first ratings in a retrained generation are learned
   * @param maxError bound on the error that drives a step, in widths of the scale
   */
  public record Settings(
      @Nullable Float mu,
      int rank,
      float initialStd,
      Map<Rate, StepSize> rates,
      float vectorL2,
      UserFoldIn.Settings foldIn,
      float maxError) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if they do not hold, or a rate is missing
     */
    public Settings {
      rates = Collections.unmodifiableMap(new EnumMap<>(rates));
      if (rates.size() < Rate.values().length) {
        throw new IllegalArgumentException("there must be every rate, got " + rates.keySet());
      }
      if (rank < 1 || rank > 1024) {
        throw new IllegalArgumentException("rank must be 1 to 1024, got " + rank);
      }
      if (mu != null && !Float.isFinite(mu)) {
        throw new IllegalArgumentException("mu must be finite, got " + mu);
      }
      requireFinite("initialStd", initialStd, 0);
      requireFinite("vectorL2", vectorL2, 0);
      requireFinite("maxError", maxError, Float.MIN_VALUE);
    }

    private static void requireFinite(String name, float value, float least) {
      if (!(value >= least && value <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            name + " must be finite and at least " + least + ", got " + value);
      }
    }

    /**
     * The defaults, measured on three sets of ratings: see {@code
     * docs/benchmarks/learning-defaults.md}.
     */
    public static Settings defaults() {
      StepSize userBias = new StepSize(.2f, .1f, .06f);
      StepSize movieBias = new StepSize(.22f, .17f, .015f);
      return new Settings(
          null,
          32,
          .011f,
          Map.of(
              Rate.USER_BIAS, userBias,
              Rate.MOVIE_BIAS, movieBias,
              Rate.USER_VECTOR, new StepSize(2.5f, .01f, .25f),
              Rate.MOVIE_VECTOR, new StepSize(.8f, .007f, .08f),
              Rate.USER_BASELINE, userBias,
              Rate.MOVIE_BASELINE, movieBias),
          .0016f,
          UserFoldIn.Settings.defaults(),
          1f);
    }

    /** One of the rates. */
    public StepSize rate(Rate of) {
      return Objects.requireNonNull(rates.get(of), "checked in the constructor");
    }

    /** These settings with vectors of another length. */
    public Settings withRank(int k) {
      return new Settings(mu, k, initialStd, rates, vectorL2, foldIn, maxError);
    }

    /** These settings with other start vectors and rates of vectors. */
    public Settings withVectors(float std, StepSize user, StepSize movie, float l2) {
      return new Settings(
          mu,
          rank,
          std,
          with(Map.of(Rate.USER_VECTOR, user, Rate.MOVIE_VECTOR, movie)),
          l2,
          foldIn,
          maxError);
    }

    /** These settings with other rates of biases; the baseline's are its own. */
    public Settings withBiases(StepSize user, StepSize movie) {
      return new Settings(
          mu,
          rank,
          initialStd,
          with(Map.of(Rate.USER_BIAS, user, Rate.MOVIE_BIAS, movie)),
          vectorL2,
          foldIn,
          maxError);
    }

    private Map<Rate, StepSize> with(Map<Rate, StepSize> others) {
      Map<Rate, StepSize> all = new EnumMap<>(rates);
      all.putAll(others);
      return all;
    }
  }

  /** A learner on one scale. */
  public OnlineSgd(Settings settings, Scale scale) {
    this.settings = settings;
    this.scale = scale;
    Float set = settings.mu();
    this.mu = set == null ? scale.middle() : set;
    this.width = scale.max() - scale.min();
    float std = settings.initialStd() * (float) Math.sqrt(width);
    this.starts = new FactorStarts(mu, std, settings.rank());
    this.maxError = settings.maxError() * width;
  }

  /** μ of generation 0, in rating units. */
  public float globalBias() {
    return mu;
  }

  /** The scale that predictions are clipped to. */
  public Scale scale() {
    return scale;
  }

  /** The settings this was made with. */
  public Settings settings() {
    return settings;
  }

  /** Where users and movies start that nothing was learned of. */
  public FactorStarts starts() {
    return starts;
  }

  /**
   * The predicted rating μ + b_u + b_i + p·q, clipped to the scale.
   *
   * @throws IllegalArgumentException if the factors are of two generations (invariant I2)
   */
  public float predict(Factors user, Factors movie) {
    return scale.clip(raw(user, movie));
  }

  /**
   * What biases alone predict, clipped to the scale.
   *
   * @throws IllegalArgumentException if the factors are of two generations (invariant I2)
   */
  public float predictBaseline(Factors user, Factors movie) {
    requireOneSpace(user, movie);
    return scale.clip(mu + user.baseline() + movie.baseline());
  }

  /**
   * The user after one step on one rating.
   *
   * @param user before the step; not written to
   * @param movie before its own step; not written to
   * @param rating on the scale
   * @return new factors, or {@code user} itself if the step would not be finite
   * @throws IllegalArgumentException if the factors are of two generations (invariant I2)
   */
  public Factors stepUser(Factors user, Factors movie, float rating) {
    int n = user.steps();
    return step(
        user,
        movie,
        rating,
        settings.rate(Rate.USER_BIAS).at(n),
        settings.rate(Rate.USER_VECTOR).at(n),
        settings.rate(Rate.USER_BASELINE).at(n));
  }

  /**
   * The movie after one step on one rating.
   *
   * @param user before its own step; not written to
   * @param movie before the step; not written to
   * @param rating on the scale
   * @return new factors, or {@code movie} itself if the step would not be finite
   * @throws IllegalArgumentException if the factors are of two generations (invariant I2)
   */
  public Factors stepMovie(Factors user, Factors movie, float rating) {
    int n = movie.steps();
    return step(
        movie,
        user,
        rating,
        settings.rate(Rate.MOVIE_BIAS).at(n),
        settings.rate(Rate.MOVIE_VECTOR).at(n),
        settings.rate(Rate.MOVIE_BASELINE).at(n));
  }

  /**
   * The movie after a rating whose user is still in an older generation: only the baseline, which
   * outlives generations, learns.
   *
   * @param user of any generation
   * @param movie not written to
   * @param rating on the scale
   */
  public Factors stepMovieBaseline(Factors user, Factors movie, float rating) {
    float error = bounded(rating - mu - user.baseline() - movie.baseline(), maxError);
    float baseline =
        movie.baseline() + settings.rate(Rate.MOVIE_BASELINE).at(movie.steps()) * error;
    return Float.isFinite(baseline) ? movie.withBaseline(baseline) : movie;
  }

  private Factors step(
      Factors own, Factors other, float rating, float biasRate, float rate, float baselineRate) {
    float error = bounded(rating - raw(own, other), maxError);
    float baselineError = rating - mu - own.baseline() - other.baseline();
    float[] p = own.vector();
    float[] q = other.vector();
    float ownRate = own.generation() == 0 ? rate : RETRAINED * rate;
    float eta = ownRate / (width + 2 * ownRate * dot(q, q));
    float shrink = eta * settings.vectorL2() * width;
    float[] next = new float[p.length];
    for (int f = 0; f < next.length; f++) {
      next[f] = p[f] + eta * error * q[f] - shrink * p[f];
    }
    Factors stepped =
        new Factors(
            own.generation(),
            own.steps() + 1,
            own.bias() + biasRate * error,
            own.baseline() + baselineRate * bounded(baselineError, maxError),
            next);
    return stepped.isFinite() ? stepped : own;
  }

  float raw(Factors a, Factors b) {
    requireOneSpace(a, b);
    return mu + a.bias() + b.bias() + dot(a.vector(), b.vector());
  }

  static float dot(float[] p, float[] q) {
    float sum = 0;
    for (int f = 0; f < p.length; f++) {
      sum += p[f] * q[f];
    }
    return sum;
  }

  private static float bounded(float x, float bound) {
    return Math.max(-bound, Math.min(bound, x));
  }

  private static void requireOneSpace(Factors a, Factors b) {
    if (a.generation() != b.generation()) {
      throw new IllegalArgumentException(
          "factors of generations " + a.generation() + " and " + b.generation() + " in one score");
    }
    if (a.vector().length != b.vector().length) {
      throw new IllegalArgumentException(
          "vectors of lengths " + a.vector().length + " and " + b.vector().length);
    }
  }
}
