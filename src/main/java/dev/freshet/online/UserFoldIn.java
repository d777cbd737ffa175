package dev.freshet.online;

import java.util.List;
import java.util.function.Supplier;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_FDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A user's bias and vector from their first ratings at once, against the movies' factors: ridge
 * regression around where a new user starts (b₀, p₀), with w the width of the scale.
 *
 * <pre>
 *   minimise  Σ_j (r_j − μ − b_j − b − p·q_j)² + biasL2 (b − b₀)² + vectorL2 w ‖p − p₀‖²
 *   e_j = r_j − μ − b_j − b₀ − p₀·q_j            K_ij = 1/biasL2 + q_i·q_j / (vectorL2 w)
 *   a = (K + I)⁻¹ e        b = b₀ + Σ a_j / biasL2        p = p₀ + Σ a_j q_j / (vectorL2 w)
 * </pre>
 *
 * This is the user's step of alternating least squares (Hu, Koren, Volinsky 2008, "Collaborative
 * Filtering for Implicit Feedback Datasets", section 4), in its dual form: as many unknowns as
 * ratings. Immutable and thread-safe.
 */
public final class UserFoldIn {

  private final Settings settings;
  private final OnlineSgd sgd;
  private final float biasPrior;
  private final float vectorPrior;

  /**
   * What can be set.
   *
   * @param biasL2 ratings that the prior of the bias weighs as much as
   * @param ratings of a user that are folded in; later ones are learned one by one. 0 for none
   * @param vectorL2 pull of the vector towards where it starts, for a scale of width 1
   */
  public record Settings(float biasL2, int ratings, float vectorL2) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if they do not hold
     */
    public Settings {
      if (ratings < 0 || ratings > 100) {
        throw new IllegalArgumentException("ratings must be 0 to 100, got " + ratings);
      }
      if (!(biasL2 > 0
          && biasL2 <= Float.MAX_VALUE
          && vectorL2 > 0
          && vectorL2 <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "biasL2 and vectorL2 must be above 0, got " + biasL2 + " and " + vectorL2);
      }
    }

    /** The defaults, measured: {@code docs/benchmarks/generations.md}. */
    public static Settings defaults() {
      return new Settings(4, 5, 3);
    }
  }

  /**
   * A rating to fold in.
   *
   * @param movie its factors, of the user's generation
   * @param rating on the scale
   */
  public record Rated(Factors movie, float rating) {}

  /** Folds in for this learner, as its settings say. */
  public UserFoldIn(OnlineSgd sgd) {
    this.settings = sgd.settings().foldIn();
    this.sgd = sgd;
    this.biasPrior = 1 / settings.biasL2();
    float width = sgd.scale().max() - sgd.scale().min();
    this.vectorPrior = 1 / (settings.vectorL2() * width);
  }

  /**
   * Whether the next rating of a user is folded in: only in a retrained generation, where movies
   * lie where they belong already.
   */
  public boolean takes(Factors user) {
    return user.generation() > 0 && user.steps() < settings.ratings();
  }

  /**
   * The user after one rating: folded in with all before it, or after one SGD step.
   *
   * @param user before the step; not written to
   * @param movie before its own step; not written to
   * @param rating on the scale
   * @param start where the user would start now
   * @param rated all ratings of the user, this one among them; asked only if it is folded in
   * @return new factors, or {@code user} itself if a step would not be finite
   * @throws IllegalArgumentException if the factors are of two generations (invariant I2)
   */
  public Factors step(
      Factors user,
      Factors movie,
      float rating,
      Supplier<Factors> start,
      Supplier<List<Rated>> rated) {
    Factors stepped = sgd.stepUser(user, movie, rating);
    return stepped.steps() > user.steps() && takes(user)
        ? fold(start.get(), rated.get(), stepped)
        : stepped;
  }

  /** The solution, with steps and baseline of {@code stepped}; that itself if it is not finite. */
  private Factors fold(Factors start, List<Rated> rated, Factors stepped) {
    int n = rated.size();
    FMatrixRMaj system = new FMatrixRMaj(n, n);
    FMatrixRMaj errors = new FMatrixRMaj(n, 1);
    for (int i = 0; i < n; i++) {
      Rated one = rated.get(i);
      errors.set(i, 0, one.rating() - sgd.raw(start, one.movie()));
      for (int j = 0; j <= i; j++) {
        float dot = OnlineSgd.dot(one.movie().vector(), rated.get(j).movie().vector());
        float k = biasPrior + vectorPrior * dot;
        system.set(i, j, k + (i == j ? 1 : 0));
        system.set(j, i, system.get(i, j));
      }
    }
    LinearSolverDense<FMatrixRMaj> cholesky = LinearSolverFactory_FDRM.chol(n);
    FMatrixRMaj weights = new FMatrixRMaj(n, 1);
    if (MatrixFeatures_FDRM.hasUncountable(system) || !cholesky.setA(system)) {
      return stepped;
    }
    cholesky.solve(errors, weights);
    float bias = start.bias();
    float[] vector = start.vector().clone();
    for (int j = 0; j < n; j++) {
      float weight = weights.get(j, 0);
      bias += biasPrior * weight;
      float[] q = rated.get(j).movie().vector();
      for (int f = 0; f < vector.length; f++) {
        vector[f] += vectorPrior * weight * q[f];
      }
    }
    Factors folded =
        new Factors(stepped.generation(), stepped.steps(), bias, stepped.baseline(), vector);
    return folded.isFinite() ? folded : stepped;
  }
}
