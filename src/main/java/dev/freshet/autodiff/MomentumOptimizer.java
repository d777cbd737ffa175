package dev.freshet.autodiff;

import java.util.List;

/** {@link Optimizer.Momentum}. */
final class MomentumOptimizer extends RowOptimizer {

  private final float momentum;

  /** u, of each parameter. */
  private final float[][] velocity;

  MomentumOptimizer(List<Parameter> parameters, float momentum) {
    super(parameters);
    this.momentum = momentum;
    this.velocity = moments(parameters);
  }

  @Override
  void stepRows(
      int p, float[] w, int cols, Gradient gradient, int from, int to, float rate, float scale) {
    float[] u = velocity[p];
    for (int i = from; i < to; i++) {
      row(w, gradient.data(), u, gradient.touchedRow(i) * cols, cols, rate, scale);
    }
  }

  private void row(float[] w, float[] g, float[] u, int at, int cols, float rate, float scale) {
    float fade = momentum;
    for (int j = at; j < at + cols; j++) {
      float uj = fade * u[j] + scale * g[j];
      u[j] = uj;
      w[j] -= rate * uj;
    }
  }
}
