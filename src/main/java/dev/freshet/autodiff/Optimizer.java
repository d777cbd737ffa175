package dev.freshet.autodiff;

import java.util.List;

/**
 * Moves parameters against their gradients. Of each parameter only the rows that the step touched
 * are read and written; a parameter whose rows are all touched in every step moves as the textbook
 * says. What this means for the others is said at each kind below. Not thread-safe, but for {@link
 * #step(float, float, int, int)}.
 */
public interface Optimizer {

  /**
   * One step over the touched rows: with g = gradientScale · (sum of the gradients of all shards,
   * in their order), values and moments of these rows change. Gradients hold nothing of use
   * afterwards: {@linkplain Parameter#clearGradients clear} them.
   *
   * @param rate learning rate of this step, the schedule included
   * @param gradientScale what gradients are multiplied by: 1 / weight of the batch, and clipping
   */
  default void step(float rate, float gradientScale) {
    step(rate, gradientScale, 0, 1);
  }

  /**
   * The share of one thread in a step: some of the touched rows. Together the parts are exactly one
   * step, in any order or at the same time. Rows do not depend on each other, so {@code parts} does
   * not change a bit of the result.
   *
   * @param part from 0
   * @param parts number of parts
   */
  void step(float rate, float gradientScale, int part, int parts);

  /** What kind of optimiser, and its numbers. {@code rate} is what schedules multiply. */
  sealed interface Settings {

    /** Learning rate before any schedule. */
    float rate();

    /** An optimiser with moments of its own, all 0. */
    Optimizer create(List<Parameter> parameters);
  }

  /** w ← w − rate·g. Untouched rows: nothing to say, their gradient is 0. */
  record Sgd(float rate) implements Settings {

    @Override
    public Optimizer create(List<Parameter> parameters) {
      return new SgdOptimizer(parameters);
    }
  }

  /**
   * Heavy ball (Polyak 1964) as deep learning writes it: u ← momentum·u + g; w ← w − rate·u. The
   * velocity u of an untouched row neither moves the row nor fades until it is touched again.
   */
  record Momentum(float rate, float momentum) implements Settings {

    @Override
    public Optimizer create(List<Parameter> parameters) {
      return new MomentumOptimizer(parameters, momentum);
    }
  }

  /**
   * Adam (Kingma & Ba 2015, algorithm 1): m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − rate ·
   * m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε).
   *
   * <p>Row-sparse: the moments of untouched rows stand still, and t counts the steps that touched
   * <em>this row</em>. So each row sees exactly the Adam of its own gradients. (With a global t, as
   * in PyTorch's SparseAdam, the first gradient of a row late in training would go uncorrected and
   * move it √((1−β₁)²/(1−β₂)) ≈ 3 times too far.)
   */
  record Adam(float rate, float beta1, float beta2, float epsilon) implements Settings {

    /** The paper's β₁ = .9, β₂ = .999, ε = 10⁻⁸. */
    public Adam(float rate) {
      this(rate, 0.9f, 0.999f, 1e-8f);
    }

    @Override
    public Optimizer create(List<Parameter> parameters) {
      return new AdamOptimizer(parameters, beta1, beta2, epsilon, 0);
    }
  }

  /**
   * Adam with decoupled decay (Loshchilov & Hutter 2019, algorithm 2): w ← w − rate · (Adam's
   * direction + decay·w), both with the w before the step. Rate and schedule scale the decay (their
   * ηα, as PyTorch has it); the moments do not.
   *
   * <p>Row-sparse, as {@link Adam} is: a row decays in the steps that touch it, even if its
   * gradient is 0, and in no other. So rows that are seen often decay more often, which is what L2
   * of a batch's rows does.
   */
  record AdamW(float rate, float beta1, float beta2, float epsilon, float decay)
      implements Settings {

    /** The paper's β₁ = .9, β₂ = .999, ε = 10⁻⁸. */
    public AdamW(float rate, float decay) {
      this(rate, 0.9f, 0.999f, 1e-8f, decay);
    }

    @Override
    public Optimizer create(List<Parameter> parameters) {
      return new AdamOptimizer(parameters, beta1, beta2, epsilon, decay);
    }
  }

  /**
   * Norm of all gradients as one vector, √Σ g² over touched rows of shard 0 (Pascanu et al. 2013);
   * before any scale. {@linkplain Parameter#mergeGradients Merge} them before.
   */
  static double gradientNorm(List<Parameter> parameters) {
    double sum = 0;
    for (int p = 0; p < parameters.size(); p++) {
      Parameter parameter = parameters.get(p);
      Gradient gradient = parameter.gradient(0);
      int cols = parameter.value().numCols;
      for (int i = 0; i < gradient.touchedRows(); i++) {
        int at = gradient.touchedRow(i) * cols;
        for (int j = at; j < at + cols; j++) {
          sum += (double) gradient.data()[j] * gradient.data()[j];
        }
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * The gradient scale that keeps the norm of the scaled gradients at or below {@code clip}: {@code
   * scale} where scale·norm ≤ clip, else clip / norm.
   *
   * @param norm from {@link #gradientNorm}
   * @param scale what gradients would be multiplied by without clipping
   */
  static float clippedScale(double norm, float scale, float clip) {
    return scale * norm <= clip ? scale : (float) (clip / norm);
  }
}
