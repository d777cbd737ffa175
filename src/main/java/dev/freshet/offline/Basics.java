package dev.freshet.offline;

import dev.freshet.autodiff.Kernels;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.modelfile.FactorModel;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** Experiments that need no data and have a known result. */
final class Basics {

  private static final float[] CELLS = {
    .3374f, .6005f, .1735f, 3.3359f, .0492f, 1.8374f, 2.9407f, .5301f, 2.2620f
  };

  private Basics() {}

  /** J = (w·1 − 1)², w₀ = 3: w after 30 steps of gradient descent with rate .01. */
  static float descent(Kernels kernels) {
    Parameter w = new Parameter("w", new FMatrixRMaj(1, 1, true, 3));
    Tape tape = new Tape(kernels, 0, 0);
    Optimizer optimizer = new Optimizer.Sgd(.01f).create(List.of(w));
    for (int step = 0; step < 30; step++) {
      tape.clear();
      Node loss = tape.squaredError(tape.parameter(w), tape.scalar(1));
      tape.backward(loss);
      optimizer.step(.01f, 1);
      w.gradient(0).clear();
    }
    return w.value().data[0];
  }

  /** The 3×3 matrix with all cells known. */
  static RatingTable whole() {
    int[] row = {0, 0, 0, 1, 1, 1, 2, 2, 2};
    int[] column = {0, 1, 2, 0, 1, 2, 0, 1, 2};
    // A scale so wide that no prediction is clipped.
    return new RatingTable(3, 3, new Scale(-9, 9), row, column, CELLS, new long[9]);
  }

  /** The 3×3 matrix without the first cell of row 2 and the second cell of row 3. */
  static RatingTable masked() {
    return whole().select(new int[] {0, 1, 2, 4, 5, 6, 8});
  }

  /**
   * A matrix of low rank and what it was fitted to.
   *
   * @param known cells
   * @param factors whose product it is
   */
  record Matrix(RatingTable known, FactorModel factors) {

    float cell(int row, int column) {
      return factors.predict(row, column);
    }

    /** Summed over the known cells. */
    double squaredError() {
      double sum = 0;
      for (int i = 0; i < known.size(); i++) {
        double error = cell(known.user()[i], known.movie()[i]) - known.rating()[i];
        sum += error * error;
      }
      return sum;
    }
  }

  /** Fits a model of factors to the known cells of a matrix. */
  static <S extends Record> Matrix matrix(
      Recipe<S> recipe, RatingTable known, S settings, Kernels kernels) {
    Fitting fitting = new Fitting(1, 1, kernels, epoch -> {}, () -> false);
    Trained model = recipe.fit(known, known.select(new int[0]), settings, fitting);
    return new Matrix(
        known, new FactorModel(model.tensors(), FactorModel.Link.LINEAR, known.scale()));
  }
}
