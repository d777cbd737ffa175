package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.FoldIn;
import dev.freshet.train.Grouped;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.TopNModel;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Scores S = X·B with B = I − P·diag(P)⁻¹, P = (XᵀX + λI)⁻¹, X users × movies with 1 where a rating
 * was high (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data", eq. 8).
 *
 * <p>XᵀX is movies × movies. Where there are fewer users, the smaller K = (XXᵀ + λI)⁻¹ gives the
 * scores as S = X − K·X·diag(P)⁻¹: by Woodbury's identity X·P = K·X and P_jj = (1 − x_jᵀ·K·x_j) /
 * λ.
 */
final class Ease implements Recipe<Ease.Settings> {

  /** Rows of the largest matrix to be inverted: it takes 400 MB. */
  private static final int LARGEST = 10_000;

  /**
   * Settings.
   *
   * @param lambda L2, in ratings
   * @param atLeast the lowest rating that counts as liked, as a share of the scale's range
   */
  record Settings(float lambda, float atLeast) {
    Settings {
      Learnable.require(lambda > 0, "lambda must be above 0");
      Learnable.require(atLeast >= 0 && atLeast <= 1, "at-least must be from 0 to 1");
    }
  }

  @Override
  public String name() {
    return "ease";
  }

  @Override
  public String description() {
    return "linear autoencoder in closed form, ranks by what was liked together";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings(train.size() < 300_000 ? 200 : 400, Scale.LIKED_SHARE);
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
    RatingTable liked = Likes.of(train, settings.atLeast);
    float[] ones = new float[liked.size()];
    Arrays.fill(ones, 1);
    boolean byUsers = train.users() <= train.movies();
    int side = Math.min(train.users(), train.movies());
    if (side > LARGEST) {
      throw new TrainingException(
          "ease inverts a matrix of " + side + " rows, at most " + LARGEST + " fit in memory");
    }
    Csr x = Grouped.byUser(liked, ones).matrix();
    Csr y = Grouped.byMovie(liked, ones).matrix();
    double[] diagonal = new double[train.movies()];
    FMatrixRMaj xp =
        byUsers
            ? inUserSpace(x, y, settings.lambda, diagonal, fitting.kernels())
            : inMovieSpace(x, y, settings.lambda, diagonal, fitting.kernels());
    TopNModel model = new Model(x, y, xp, diagonal, settings);
    return new Trained(null, model, Map.of("user_scores", xp), List.of(), 0);
  }

  /** What is needed to score: X and its transpose, X·P, the diagonal of P. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Model(Csr x, Csr y, FMatrixRMaj xp, double[] diagonal, Settings settings)
      implements TopNModel, FoldIn<TopNModel> {

    /** s_j = x_j − (X·P)_j / P_jj. */
    @Override
    public void scores(int user, float[] scores) {
      int movies = x.cols();
      for (int movie = 0; movie < movies; movie++) {
        scores[movie] = (float) (-xp.data[user * movies + movie] / diagonal[movie]);
      }
      for (int e = x.rowStart(user); e < x.rowStart(user + 1); e++) {
        scores[x.columns()[e]] += x.values()[e];
      }
    }

    @Override
    public TopNModel shown(RatingTable given) {
      Csr liked = Likes.byUser(given, settings.atLeast);
      return (user, scores) -> scores(liked, user, scores);
    }

    /**
     * Scores of a user who was not trained on: s_j = x_j − (x·P)_j / P_jj, x a row of {@code
     * others}. By Woodbury's identity x·P = (x − (x·Xᵀ)·X·P) / λ. Writes into {@code scores}.
     */
    private void scores(Csr others, int user, float[] scores) {
      double[] xP = new double[others.cols()];
      for (int i = others.rowStart(user); i < others.rowStart(user + 1); i++) {
        int movie = others.columns()[i];
        xP[movie] += 1;
        for (int e = y.rowStart(movie); e < y.rowStart(movie + 1); e++) {
          int from = y.columns()[e] * xp.numCols;
          for (int j = 0; j < xP.length; j++) {
            xP[j] -= xp.data[from + j];
          }
        }
      }
      for (int j = 0; j < xP.length; j++) {
        scores[j] = (float) (-xP[j] / settings.lambda / diagonal[j]);
      }
      for (int i = others.rowStart(user); i < others.rowStart(user + 1); i++) {
        scores[others.columns()[i]] += 1;
      }
    }
  }

  /** X·P = K·X; P_jj in {@code diagonal}. */
  private static FMatrixRMaj inUserSpace(
      Csr x, Csr y, float lambda, double[] diagonal, Kernels kernels) {
    FMatrixRMaj k = inverseOfGram(x, y, lambda, kernels);
    FMatrixRMaj xp = new FMatrixRMaj(x.rows(), x.cols());
    for (int movie = 0; movie < y.rows(); movie++) {
      double quadratic = 0;
      for (int user = 0; user < y.cols(); user++) {
        double sum = 0;
        for (int e = y.rowStart(movie); e < y.rowStart(movie + 1); e++) {
          sum += k.data[user * k.numCols + y.columns()[e]];
        }
        xp.data[user * xp.numCols + movie] = (float) sum;
      }
      for (int e = y.rowStart(movie); e < y.rowStart(movie + 1); e++) {
        quadratic += xp.data[y.columns()[e] * xp.numCols + movie];
      }
      diagonal[movie] = (1 - quadratic) / lambda;
    }
    return xp;
  }

  /** X·P; P_jj in {@code diagonal}. */
  private static FMatrixRMaj inMovieSpace(
      Csr x, Csr y, float lambda, double[] diagonal, Kernels kernels) {
    FMatrixRMaj p = inverseOfGram(y, x, lambda, kernels);
    FMatrixRMaj xp = new FMatrixRMaj(x.rows(), x.cols());
    for (int user = 0; user < x.rows(); user++) {
      int to = user * xp.numCols;
      for (int e = x.rowStart(user); e < x.rowStart(user + 1); e++) {
        int from = x.columns()[e] * p.numCols;
        for (int movie = 0; movie < xp.numCols; movie++) {
          xp.data[to + movie] += p.data[from + movie];
        }
      }
    }
    for (int movie = 0; movie < diagonal.length; movie++) {
      diagonal[movie] = p.get(movie, movie);
    }
    return xp;
  }

  /** (A·Aᵀ + λI)⁻¹ for A of ones, given with its transpose. */
  private static FMatrixRMaj inverseOfGram(Csr a, Csr transposed, float lambda, Kernels kernels) {
    int n = a.rows();
    FMatrixRMaj gram = new FMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int e = a.rowStart(i); e < a.rowStart(i + 1); e++) {
        int column = a.columns()[e];
        for (int f = transposed.rowStart(column); f < transposed.rowStart(column + 1); f++) {
          gram.data[i * n + transposed.columns()[f]]++;
        }
      }
      gram.data[i * n + i] += lambda;
    }
    if (!kernels.invert(n, gram.data)) {
      throw new TrainingException("ease cannot invert its matrix; raise lambda");
    }
    return gram;
  }
}
