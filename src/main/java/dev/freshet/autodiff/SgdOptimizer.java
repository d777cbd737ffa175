package dev.freshet.autodiff;

import java.util.List;

/** {@link Optimizer.Sgd}. */
final class SgdOptimizer extends RowOptimizer {

  SgdOptimizer(List<Parameter> parameters) {
    super(parameters);
  }

  @Override
  void stepRows(
      int p, float[] w, int cols, Gradient gradient, int from, int to, float rate, float scale) {
    float factor = rate * scale;
    for (int i = from; i < to; i++) {
      row(w, gradient.data(), gradient.touchedRow(i) * cols, cols, factor);
    }
  }

  private static void row(float[] w, float[] g, int at, int cols, float factor) {
    for (int j = at; j < at + cols; j++) {
      w[j] -= factor * g[j];
    }
  }
}
