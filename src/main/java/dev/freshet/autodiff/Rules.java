package dev.freshet.autodiff;

import java.lang.reflect.Field;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How each operation passes its gradient on: with d = ∂loss/∂out, the rule adds to ∂loss/∂a and
 * ∂loss/∂b. One rule an operation.
 */
final class Rules {

  /** Walks back through one node. */
  interface Rule {
    /**
     * Adds to the gradients of the node's inputs.
     *
     * @param out the node; has a gradient
     * @param shard which gradient of a parameter to add to
     */
    void backward(Node out, Kernels kernels, int shard);
  }

  private Rules() {}

  private static final Map<Elementwise, Rule> ELEMENTWISE = new EnumMap<>(Elementwise.class);

  static {
    for (Elementwise f : Elementwise.values()) {
      // da = f'(a) ∘ d
      ELEMENTWISE.put(
          f,
          (out, kernels, shard) -> {
            Node a = need(out.a);
            f.addDerivative(a.value.data, out.value.data, out.gradient(), a.gradient(), out.size());
          });
    }
  }

  static Rule of(Elementwise f) {
    return Objects.requireNonNull(ELEMENTWISE.get(f));
  }

  /** The name of a rule's operation for people; {@code constant} for null. */
  static String nameOf(@Nullable Rule rule) {
    if (rule == null) {
      return "constant";
    }
    for (Map.Entry<Elementwise, Rule> entry : ELEMENTWISE.entrySet()) {
      if (entry.getValue() == rule) {
        return entry.getKey().name().toLowerCase(Locale.ROOT);
      }
    }
    try {
      for (Field field : Rules.class.getDeclaredFields()) {
        if (field.getType() == Rule.class && field.get(null) == rule) {
          return field.getName().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class can read its own fields", e);
    }
    throw new IllegalArgumentException("not one of the rules: " + rule);
  }

  /** dP = d, all rows. */
  static final Rule PARAMETER =
      (out, kernels, shard) -> {
        Gradient gradient = need(out.parameter).gradient(shard);
        gradient.touchAll();
        Dense.addScaled(1, out.gradient(), gradient.data(), out.size());
      };

  /** dP[index[i]] += d[i]. */
  static final Rule GATHER =
      (out, kernels, shard) ->
          Sparse.scatterAdd(
              out.gradient(),
              out.cols(),
              out.rows,
              out.rows(),
              need(out.parameter).gradient(shard));

  /** da = d; db = d, summed where b was repeated. */
  static final Rule ADD = (out, kernels, shard) -> addLike(out, 1);

  /** da = d; db = −d, summed where b was repeated. */
  static final Rule SUBTRACT = (out, kernels, shard) -> addLike(out, -1);

  private static void addLike(Node out, float sign) {
    Node a = need(out.a);
    Node b = need(out.b);
    float[] d = out.gradient();
    if (a.tracked) {
      addScaled(1, d, a);
    }
    if (b.tracked) {
      Dense.addReduced(b, out, d, sign, b.gradient());
    }
  }

  /** da = d ∘ b; db = d ∘ a, summed where b was repeated. */
  static final Rule MULTIPLY =
      (out, kernels, shard) -> {
        Node a = need(out.a);
        Node b = need(out.b);
        float[] d = out.gradient();
        int cols = out.cols();
        int stepRow = b.rows() == 1 ? 0 : b.cols();
        int stepCol = b.cols() == 1 ? 0 : 1;
        float[] da = a.tracked ? a.gradient() : null;
        float[] db = b.tracked ? b.gradient() : null;
        for (int r = 0; r < out.rows(); r++) {
          for (int c = 0; c < cols; c++) {
            int i = r * cols + c;
            int j = r * stepRow + c * stepCol;
            if (da != null) {
              da[i] += d[i] * b.value.data[j];
            }
            if (db != null) {
              db[j] += d[i] * a.value.data[i];
            }
          }
        }
      };

  /** da = factor · d. */
  static final Rule SCALE =
      (out, kernels, shard) -> addScaled(out.factor, out.gradient(), need(out.a));

  /** With C = op(A)·op(B): d op(A) = d·op(B)ᵀ, d op(B) = op(A)ᵀ·d; transposed back. */
  static final Rule PRODUCT =
      (out, kernels, shard) -> {
        Node a = need(out.a);
        Node b = need(out.b);
        float[] d = out.gradient();
        int m = out.rows();
        int n = out.cols();
        int k = out.flagA ? a.rows() : a.cols();
        if (a.tracked) {
          float beta = a.hasGradient() ? 1 : 0;
          float[] da = a.hasGradient() ? a.gradient() : a.rawGradient();
          if (out.flagA) {
            kernels.multiply(out.flagB, true, k, m, n, 1, b.value.data, d, beta, da);
          } else {
            kernels.multiply(false, !out.flagB, m, k, n, 1, d, b.value.data, beta, da);
          }
        }
        if (b.tracked) {
          float beta = b.hasGradient() ? 1 : 0;
          float[] db = b.hasGradient() ? b.gradient() : b.rawGradient();
          if (out.flagB) {
            kernels.multiply(true, out.flagA, n, k, m, 1, d, a.value.data, beta, db);
          } else {
            kernels.multiply(!out.flagA, false, k, n, m, 1, a.value.data, d, beta, db);
          }
        }
      };

  /** dP = Sᵀ·d, the rows that S has entries for. */
  static final Rule SPARSE_PARAMETER_PRODUCT =
      (out, kernels, shard) ->
          Sparse.addTransposedProduct(
              need(out.sparse), out.gradient(), out.cols(), need(out.parameter).gradient(shard));

  /** da[row of e] += d[e]·P[column of e]; dP[column of e] += d[e]·a[row of e]. */
  static final Rule SAMPLED_PRODUCT =
      (out, kernels, shard) -> {
        Node a = need(out.a);
        Csr s = need(out.sparse);
        Parameter p = need(out.parameter);
        float[] d = out.gradient();
        if (a.tracked) {
          Sparse.addSampledToRows(s, d, p.value().data, a.cols(), a.gradient());
        }
        Sparse.addSampledToColumns(s, d, a.value.data, a.cols(), p.gradient(shard));
      };

  /** da = d, everywhere. */
  static final Rule SUM =
      (out, kernels, shard) -> {
        Node a = need(out.a);
        float d = out.gradient()[0];
        float[] da = a.gradient();
        for (int i = 0; i < a.size(); i++) {
          da[i] += d;
        }
      };

  /** da and db are their columns of d. */
  static final Rule CONCAT =
      (out, kernels, shard) -> {
        Node a = need(out.a);
        Node b = need(out.b);
        float[] d = out.gradient();
        for (int r = 0; r < out.rows(); r++) {
          int at = r * out.cols();
          if (a.tracked) {
            Dense.axpy(1, d, at, a.gradient(), r * a.cols(), a.cols());
          }
          if (b.tracked) {
            Dense.axpy(1, d, at + a.cols(), b.gradient(), r * b.cols(), b.cols());
          }
        }
      };

  /** da = d ∘ what was kept. */
  static final Rule DROPOUT =
      (out, kernels, shard) -> {
        float[] d = out.gradient();
        float[] da = need(out.a).gradient();
        for (int i = 0; i < out.size(); i++) {
          da[i] += out.scratch[i] * d[i];
        }
      };

  /** da[i] = d[i]·b[i]; db[i] = d[i]·a[i]. */
  static final Rule ROW_DOT =
      (out, kernels, shard) -> {
        Node a = need(out.a);
        Node b = need(out.b);
        if (a.tracked) {
          addScaledRows(out.gradient(), b, a);
        }
        if (b.tracked) {
          addScaledRows(out.gradient(), a, b);
        }
      };

  /** dto[i] += d[i]·from[i]; written, not added, where it is the first contribution. */
  private static void addScaledRows(float[] d, Node from, Node to) {
    boolean first = !to.hasGradient();
    float[] into = first ? to.rawGradient() : to.gradient();
    float[] x = from.value.data;
    int k = from.cols();
    for (int r = 0; r < from.rows(); r++) {
      float scale = d[r];
      int at = r * k;
      if (first) {
        for (int f = at; f < at + k; f++) {
          into[f] = scale * x[f];
        }
      } else {
        for (int f = at; f < at + k; f++) {
          into[f] += scale * x[f];
        }
      }
    }
  }

  /** dA[i-th row] += d[i]·B[i-th row]; dB[i-th row] += d[i]·A[i-th row]. */
  static final Rule GATHERED_ROW_DOT =
      (out, kernels, shard) -> {
        Parameter a = need(out.parameter);
        Parameter b = need(out.otherParameter);
        float[] d = out.gradient();
        int n = out.rows();
        Gathered.addScaledRows(d, b.value(), out.otherRows, out.rows, n, a.gradient(shard));
        Gathered.addScaledRows(d, a.value(), out.rows, out.otherRows, n, b.gradient(shard));
      };

  /** da = 2·d·mask ∘ (a − target). */
  static final Rule SQUARED_ERROR = (out, kernels, shard) -> addError(out, 2);

  /** da = d·(σ(a) − target). */
  static final Rule LOGISTIC_LOSS = (out, kernels, shard) -> addError(out, 1);

  /** da = d·((Σ_j target_j)·softmax(a) − target), row by row. */
  static final Rule SOFTMAX_LOSS = (out, kernels, shard) -> addError(out, 1);

  private static void addError(Node out, float factor) {
    addScaled(factor * out.gradient()[0], out.scratch, need(out.a));
  }

  /** da = d·a. */
  static final Rule L2 =
      (out, kernels, shard) -> {
        Node a = need(out.a);
        addScaled(out.gradient()[0], a.value.data, a);
      };

  /** dP = d·P, all rows. */
  static final Rule PARAMETER_L2 =
      (out, kernels, shard) -> {
        Parameter p = need(out.parameter);
        Gathered.addScaledAll(out.gradient()[0], p.value(), p.gradient(shard));
      };

  /** dP[row] = d·(how often it was gathered)·P[row]. */
  static final Rule GATHERED_L2 =
      (out, kernels, shard) -> {
        Parameter p = need(out.parameter);
        Gathered.addScaledCounted(out.gradient()[0], p.value(), out.counts(), p.gradient(shard));
      };

  /** dto += α·x; written, not added, where it is the first contribution. */
  private static void addScaled(float alpha, float[] x, Node to) {
    if (to.hasGradient()) {
      Dense.addScaled(alpha, x, to.gradient(), to.size());
    } else {
      Dense.scale(alpha, x, to.rawGradient(), to.size());
    }
  }

  private static <T> T need(@Nullable T part) {
    return Objects.requireNonNull(part);
  }
}
