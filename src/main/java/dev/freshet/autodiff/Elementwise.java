package dev.freshet.autodiff;

/** Functions of one number; their derivatives are given by argument x and value y. */
public enum Elementwise {
  /** x. */
  IDENTITY,
  /** x². */
  SQUARE,
  /** 1 / (1 + e^−x). */
  SIGMOID,
  /** Hyperbolic tangent. */
  TANH,
  /** max(x, 0); the derivative at 0 is 0. */
  RELU,
  /** λx for x &gt; 0, λα(e^x − 1) otherwise (Klambauer et al. 2017, "Self-Normalizing..."). */
  SELU,
  /** e^x. */
  EXP,
  /** Natural logarithm. */
  LOG;

  /** λ of SELU, from the paper's fixed point at mean 0 and variance 1. */
  private static final float SELU_SCALE = 1.050701f;

  /** α of SELU. */
  private static final float SELU_ALPHA = 1.6732632f;

  /** y = f(x) for the first n. Modifies y. */
  void apply(float[] x, float[] y, int n) {
    switch (this) {
      case IDENTITY -> System.arraycopy(x, 0, y, 0, n);
      case SQUARE -> {
        for (int i = 0; i < n; i++) {
          y[i] = x[i] * x[i];
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          y[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[i] = (float) Math.tanh(x[i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          y[i] = Math.max(x[i], 0);
        }
      }
      case SELU -> {
        for (int i = 0; i < n; i++) {
          y[i] = x[i] > 0 ? SELU_SCALE * x[i] : SELU_SCALE * SELU_ALPHA * (float) Math.expm1(x[i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          y[i] = (float) Math.exp(x[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          y[i] = (float) Math.log(x[i]);
        }
      }
    }
  }

  /** dx += f'(x)·dy for the first n. Modifies dx. */
  void addDerivative(float[] x, float[] y, float[] dy, float[] dx, int n) {
    switch (this) {
      case IDENTITY -> {
        for (int i = 0; i < n; i++) {
          dx[i] += dy[i];
        }
      }
      case SQUARE -> {
        for (int i = 0; i < n; i++) {
          dx[i] += 2 * x[i] * dy[i];
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          dx[i] += y[i] * (1 - y[i]) * dy[i];
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          dx[i] += (1 - y[i] * y[i]) * dy[i];
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          dx[i] += x[i] > 0 ? dy[i] : 0;
        }
      }
      case SELU -> {
        for (int i = 0; i < n; i++) {
          dx[i] += (x[i] > 0 ? SELU_SCALE : y[i] + SELU_SCALE * SELU_ALPHA) * dy[i];
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          dx[i] += y[i] * dy[i];
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          dx[i] += dy[i] / x[i];
        }
      }
    }
  }
}
