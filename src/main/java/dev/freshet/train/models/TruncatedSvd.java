package dev.freshet.train.models;

import dev.freshet.train.Fitting;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.SingularOps_FDRM;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F32;

/**
 * r̂ = base + U_k·S_k·V_kᵀ, the best rank-k approximation (Eckart and Young 1936) of the dense
 * users × movies matrix of what is left of ratings after a {@link Base}, 0 where there is no
 * rating. With base none and all cells rated it is the optimum that {@link MaskedSgd} approaches.
 */
final class TruncatedSvd implements Recipe<TruncatedSvd.Settings> {

  /** Cells × the shorter side of the largest matrix: a minute or so. */
  private static final long MOST_WORK = 5_000_000_000L;

  /**
   * Settings.
   *
   * @param rank k
   * @param base what is subtracted before cells without rating are filled with 0
   */
  record Settings(int rank, Base base) {
    Settings {
      Learnable.require(rank > 0, "rank must be at least 1");
    }
  }

  @Override
  public String name() {
    return "svd";
  }

  @Override
  public String description() {
    return "truncated singular value decomposition of the filled matrix";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings(20, Base.BIASES);
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    long shorter = Math.min(train.users(), train.movies());
    if (shorter * train.users() * train.movies() > MOST_WORK) {
      throw new TrainingException(
          "svd decomposes the dense matrix and "
              + train.users()
              + " x "
              + train.movies()
              + " is too big for it; use biased-mf or a smaller set");
    }
    BiasTerms base = settings.base.of(train);
    FMatrixRMaj[] factors = decompose(train, base, (int) Math.min(settings.rank, shorter));
    FMatrixRMaj users = factors[0];
    FMatrixRMaj movies = factors[1];
    RatingModel model =
        (u, m) -> {
          float[] out = new float[u.length];
          for (int i = 0; i < out.length; i++) {
            float sum = base.predict(u[i], m[i]);
            for (int f = 0; f < users.numCols; f++) {
              sum += users.get(u[i], f) * movies.get(m[i], f);
            }
            out[i] = train.scale().clip(sum);
          }
          return out;
        };
    Map<String, FMatrixRMaj> tensors = new LinkedHashMap<>(base.tensors());
    tensors.put("users", users);
    tensors.put("movies", movies);
    return new Trained(model, null, tensors, List.of(), 0);
  }

  /** U·√S and V·√S, k columns each. */
  private static FMatrixRMaj[] decompose(RatingTable train, BiasTerms base, int k) {
    FMatrixRMaj filled = new FMatrixRMaj(train.users(), train.movies());
    float[] left = base.residuals(train);
    for (int i = 0; i < left.length; i++) {
      filled.set(train.user()[i], train.movie()[i], left[i]);
    }
    SingularValueDecomposition_F32<FMatrixRMaj> svd =
        DecompositionFactory_FDRM.svd(filled.numRows, filled.numCols, true, true, true);
    if (!svd.decompose(filled)) {
      throw new TrainingException("svd did not converge on this data; use biased-mf");
    }
    FMatrixRMaj u = svd.getU(null, false);
    FMatrixRMaj s = svd.getW(null);
    FMatrixRMaj v = svd.getV(null, false);
    SingularOps_FDRM.descendingOrder(u, false, s, v, false);
    return new FMatrixRMaj[] {scaled(u, s, k), scaled(v, s, k)};
  }

  private static FMatrixRMaj scaled(FMatrixRMaj vectors, FMatrixRMaj s, int k) {
    FMatrixRMaj out = new FMatrixRMaj(vectors.numRows, k);
    for (int row = 0; row < out.numRows; row++) {
      for (int f = 0; f < k; f++) {
        out.set(row, f, (float) (vectors.get(row, f) * Math.sqrt(s.get(f, f))));
      }
    }
    return out;
  }
}
