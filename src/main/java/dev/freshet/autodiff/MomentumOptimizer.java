package dev.freshet.autodiff;

import java.util.List;

/** Steps rows by momentum: {@link Optimizer.Momentum} has the formula. */
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
  void stepRows(int p, float[] w, int cols, float[] g, int from, int to, float rate, float scale) {
    float[] u = velocity[p];
    float fade = momentum;
    int end = to * cols;
    for (int j = from * cols; j < end; j++) {
      float uj = fade * u[j] + scale * g[j];
      u[j] = uj;
      w[j] -= rate * uj;
    }
  }
}
