package dev.freshet.autodiff;

import java.util.List;

/** Steps rows against their gradients: {@link Optimizer.Sgd} has the formula. */
final class SgdOptimizer extends RowOptimizer {

  SgdOptimizer(List<Parameter> parameters) {
    super(parameters);
  }

  @Override
  void stepRows(int p, float[] w, int cols, float[] g, int from, int to, float rate, float scale) {
    float factor = rate * scale;
    int end = to * cols;
    for (int j = from * cols; j < end; j++) {
      w[j] -= factor * g[j];
    }
  }
}
