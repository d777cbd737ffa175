package dev.freshet.experiment;

import dev.freshet.autodiff.Kernels;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.model.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Recipes;
import dev.freshet.train.Trained;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** Two experiments that need no data and have a known result. */
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

  /** Summed squared error of rank-2 factors of a 3×3 matrix after 1,000 epochs of plain SGD. */
  static double matrix(Kernels kernels) {
    int[] row = {0, 0, 0, 1, 1, 1, 2, 2, 2};
    int[] column = {0, 1, 2, 0, 1, 2, 0, 1, 2};
    // A scale so wide that no prediction is clipped.
    RatingTable all = new RatingTable(3, 3, new Scale(-9, 9), row, column, CELLS, new long[9]);
    return matrix(Recipes.named("masked-sgd"), all, kernels);
  }

  private static <S extends Record> double matrix(
      Recipe<S> recipe, RatingTable all, Kernels kernels) {
    Fitting fitting = new Fitting(1, 1, kernels, epoch -> {}, () -> false);
    Trained model = recipe.fit(all, all.select(new int[0]), recipe.defaults(all), fitting);
    FactorModel factors = new FactorModel(model.tensors(), FactorModel.Link.LINEAR, all.scale());
    double sum = 0;
    for (int i = 0; i < CELLS.length; i++) {
      double error = factors.predict(all.user()[i], all.movie()[i]) - CELLS[i];
      sum += error * error;
    }
    return sum;
  }
}
