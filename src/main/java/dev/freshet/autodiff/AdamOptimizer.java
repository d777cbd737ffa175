package dev.freshet.autodiff;

import java.util.List;

/**
 * Steps rows by Adam, with a decay or without: {@link Optimizer.Adam} and {@link Optimizer.AdamW}
 * have the formulas.
 */
final class AdamOptimizer extends RowOptimizer {

  private final float beta1;
  private final float beta2;
  private final float epsilon;
  private final float decay;

  /** m and v, of each parameter. */
  private final float[][] first;

  private final float[][] second;

  /** How many steps touched each row of each parameter; stops at the end of the tables. */
  private final int[][] steps;

  /** 1/(1−β₁ᵗ) and 1/√(1−β₂ᵗ) by t; the last entries are 1 and hold for all later t. */
  private final float[] correction1;

  private final float[] correction2;

  AdamOptimizer(List<Parameter> parameters, float beta1, float beta2, float epsilon, float decay) {
    super(parameters);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.decay = decay;
    this.first = moments(parameters);
    this.second = moments(parameters);
    this.steps = new int[parameters.size()][];
    for (int p = 0; p < steps.length; p++) {
      steps[p] = new int[parameters.get(p).value().numRows];
    }
    int length = Math.max(stepsUntilOne(beta1), stepsUntilOne(beta2)) + 1;
    this.correction1 = new float[length];
    this.correction2 = new float[length];
    for (int t = 1; t < length; t++) {
      correction1[t] = (float) (1 / (1 - Math.pow(beta1, t)));
      correction2[t] = (float) (1 / Math.sqrt(1 - Math.pow(beta2, t)));
    }
  }

  /** The t from which on 1 − βᵗ is 1 in float. */
  private static int stepsUntilOne(float beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException("Adam's betas are from 0 to below 1, not " + beta);
    }
    return beta == 0 ? 1 : 1 + (int) Math.ceil(Math.log(0x1p-26) / Math.log(beta));
  }

  @Override
  void stepRows(int p, float[] w, int cols, float[] g, int from, int to, float rate, float scale) {
    float[] m = first[p];
    float[] v = second[p];
    int[] t = steps[p];
    int last = correction1.length - 1;
    int row = from;
    while (row < to) {
      int begin = row;
      int step = Math.min(t[row] + 1, last);
      while (row < to && Math.min(t[row] + 1, last) == step) {
        t[row++] = step;
      }
      float corrected = rate * correction1[step];
      update(w, g, m, v, begin * cols, row * cols, scale, rate, corrected, correction2[step]);
    }
  }

  /**
   * The elements from {@code from} to before {@code to}, of rows with the same t.
   *
   * @param corrected rate / (1−β₁ᵗ)
   * @param root 1 / √(1−β₂ᵗ)
   */
  private void update(
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      int from,
      int to,
      float scale,
      float rate,
      float corrected,
      float root) {
    float b1 = beta1;
    float b2 = beta2;
    float eps = epsilon;
    float keep = 1 - rate * decay;
    float scale1 = (1 - b1) * scale;
    float scale2 = (1 - b2) * scale * scale;
    for (int j = from; j < to; j++) {
      float gj = g[j];
      float mj = b1 * m[j] + scale1 * gj;
      float vj = b2 * v[j] + scale2 * gj * gj;
      m[j] = mj;
      v[j] = vj;
      w[j] = keep * w[j] - corrected * mj / ((float) Math.sqrt(vj) * root + eps);
    }
  }
}
