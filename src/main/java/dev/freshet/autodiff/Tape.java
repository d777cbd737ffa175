package dev.freshet.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Records operations in order and walks back once. Each operation computes its value at once and
 * appends a node, so that nodes are in topological order and {@link #backward} is one descending
 * loop. After {@link #clear} the same sequence of operations runs in the same memory: in the steady
 * state a step allocates nothing. Not thread-safe; several tapes may work on the same parameters,
 * each with a gradient (shard) of its own.
 *
 * <p>Arguments are never modified. A wrong shape throws {@link IllegalArgumentException} that names
 * the operation and both shapes.
 */
public final class Tape {

  private final Kernels kernels;
  private final int shard;
  private final SplittableRandom random;
  private final List<Node> nodes = new ArrayList<>();
  private int size;
  private boolean training = true;
  private @Nullable StepClock clock;

  /**
   * A tape.
   *
   * @param kernels for dense products
   * @param shard which gradient of each parameter it adds to
   * @param seed of dropout
   */
  public Tape(Kernels kernels, int shard, long seed) {
    this.kernels = kernels;
    this.shard = shard;
    this.random = new SplittableRandom(seed);
  }

  /** Whether dropout drops; it does from the start. */
  public void setTraining(boolean training) {
    this.training = training;
  }

  /** Lets a clock measure each operation; null, as at the start, measures nothing. */
  public void setClock(@Nullable StepClock clock) {
    this.clock = clock;
  }

  /** Forgets all operations, keeps their memory. */
  public void clear() {
    if (clock != null) {
      clock.begin();
    }
    size = 0;
  }

  /** Number of operations recorded. */
  public int size() {
    return size;
  }

  /**
   * Walks back from a loss and adds to the gradients of all parameters it depends on.
   *
   * @param loss 1×1, of this tape
   */
  public void backward(Node loss) {
    if (loss.size() != 1) {
      throw new IllegalArgumentException("backward: a loss is 1x1, this is " + loss);
    }
    if (clock != null) {
      clock.forward(nodes.get(size - 1));
    }
    loss.gradient()[0] = 1;
    for (int i = size - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.tracked && node.hasGradient() && node.rule != null) {
        node.rule.backward(node, kernels, shard);
        if (clock != null) {
          clock.backward(node);
        }
      }
    }
  }

  /** A matrix that is not learned; copied. */
  public Node constant(FMatrixRMaj matrix) {
    Node out = next(matrix.numRows, matrix.numCols);
    System.arraycopy(matrix.data, 0, out.value.data, 0, out.size());
    return out;
  }

  /** The first {@code rows} numbers as a column that is not learned; copied. */
  public Node column(float[] numbers, int rows) {
    Node out = next(rows, 1);
    System.arraycopy(numbers, 0, out.value.data, 0, rows);
    return out;
  }

  /** A 1×1 that is not learned. */
  public Node scalar(float number) {
    Node out = next(1, 1);
    out.value.data[0] = number;
    return out;
  }

  /** The whole of a parameter; copied, so that its value may change before the way back. */
  public Node parameter(Parameter parameter) {
    Node out = constant(parameter.value());
    out.parameter = parameter;
    out.tracked = true;
    out.rule = Rules.PARAMETER;
    return out;
  }

  /**
   * Rows of a parameter: out[i] = parameter[index[i]], n × columns. Its gradient touches those rows
   * only; a row gathered twice gets both.
   *
   * @param index first n are used; kept, and must not change before {@link #backward}
   */
  public Node gather(Parameter parameter, int[] index, int n) {
    FMatrixRMaj from = parameter.value();
    Node out = next(n, from.numCols);
    int cols = from.numCols;
    for (int i = 0; i < n; i++) {
      if (index[i] < 0 || index[i] >= from.numRows) {
        throw new IllegalArgumentException("gather: no row " + index[i] + " in " + parameter);
      }
    }
    Sparse.gather(from.data, cols, index, n, out.value.data);
    out.parameter = parameter;
    out.rows = index;
    out.tracked = true;
    out.rule = Rules.GATHER;
    return out;
  }

  /** a + b; b of the same shape, a row, a column or 1×1 that is repeated. */
  public Node add(Node a, Node b) {
    Node out = binary("add", a, b, Rules.ADD);
    Dense.broadcast(a, b, out, 1);
    return out;
  }

  /** a − b, with b repeated as in {@link #add}. */
  public Node subtract(Node a, Node b) {
    Node out = binary("subtract", a, b, Rules.SUBTRACT);
    Dense.broadcast(a, b, out, -1);
    return out;
  }

  /** a ∘ b, element by element, with b repeated as in {@link #add}. */
  public Node multiply(Node a, Node b) {
    Node out = binary("multiply", a, b, Rules.MULTIPLY);
    Dense.broadcastMultiply(a, b, out.value.data);
    return out;
  }

  /** factor · a. */
  public Node scale(Node a, float factor) {
    Node out = unary(a, a.rows(), a.cols(), Rules.SCALE);
    out.factor = factor;
    Dense.scale(factor, a.value.data, out.value.data, out.size());
    return out;
  }

  /** A·B. */
  public Node product(Node a, Node b) {
    return product(a, false, b, false);
  }

  /** op(A)·op(B), where op transposes if the flag says so. */
  public Node product(Node a, boolean transposeA, Node b, boolean transposeB) {
    int m = transposeA ? a.cols() : a.rows();
    int k = transposeA ? a.rows() : a.cols();
    int n = transposeB ? b.rows() : b.cols();
    if (k != (transposeB ? b.cols() : b.rows())) {
      throw shapes(
          "product" + (transposeA ? " of transposed" : "") + (transposeB ? " with transposed" : ""),
          a,
          b);
    }
    Node out = next(m, n);
    link(out, a, b, Rules.PRODUCT);
    out.flagA = transposeA;
    out.flagB = transposeB;
    kernels.multiply(
        transposeA, transposeB, m, n, k, 1, a.value.data, b.value.data, 0, out.value.data);
    return out;
  }

  /** Sparse × dense: S·B, S constant. */
  public Node product(Csr s, Node b) {
    if (s.cols() != b.rows()) {
      throw new IllegalArgumentException("sparse product: " + s + " with " + b);
    }
    Node out = unary(b, s.rows(), b.cols(), Rules.SPARSE_PRODUCT);
    out.sparse = s;
    Sparse.product(s, b.value.data, b.cols(), out.value.data);
    return out;
  }

  /**
   * Sparse × parameter: S·P, S constant. As {@link #product(Csr, Node)} with the whole parameter,
   * but neither copies it nor touches rows that S has no entry for.
   */
  public Node product(Csr s, Parameter p) {
    if (s.cols() != p.value().numRows) {
      throw new IllegalArgumentException("sparse product: " + s + " with " + p);
    }
    Node out = next(s.rows(), p.value().numCols);
    out.parameter = p;
    out.sparse = s;
    out.tracked = true;
    out.rule = Rules.SPARSE_PARAMETER_PRODUCT;
    Sparse.product(s, p.value().data, p.value().numCols, out.value.data);
    return out;
  }

  /**
   * A·Pᵀ at the positions of S only: out[e] = A[row of e]·P[column of e], one row per entry of S.
   *
   * @param a rows of S × k
   * @param p columns of S × k
   */
  public Node sampledProduct(Csr s, Node a, Parameter p) {
    if (s.rows() != a.rows() || s.cols() != p.value().numRows || a.cols() != p.value().numCols) {
      throw new IllegalArgumentException("sampled product: " + a + " with " + p + " at " + s);
    }
    Node out = unary(a, s.size(), 1, Rules.SAMPLED_PRODUCT);
    out.tracked = true;
    out.parameter = p;
    out.sparse = s;
    Sparse.sampledProduct(s, a.value.data, p.value().data, a.cols(), out.value.data, kernels);
    return out;
  }

  /** Sum of all, 1×1. */
  public Node sum(Node a) {
    Node out = unary(a, 1, 1, Rules.SCALED_SUM);
    out.factor = 1;
    out.value.data[0] = (float) Dense.sum(a.value.data, a.size());
    return out;
  }

  /** Mean of all, 1×1. */
  public Node mean(Node a) {
    Node out = unary(a, 1, 1, Rules.SCALED_SUM);
    out.factor = 1f / a.size();
    out.value.data[0] = (float) (Dense.sum(a.value.data, a.size()) / a.size());
    return out;
  }

  /** A function of each element. */
  public Node apply(Elementwise f, Node a) {
    Node out = unary(a, a.rows(), a.cols(), Rules.of(f));
    f.apply(a.value.data, out.value.data, a.size());
    return out;
  }

  /** Columns of a, then columns of b. */
  public Node concat(Node a, Node b) {
    if (a.rows() != b.rows()) {
      throw shapes("concat", a, b);
    }
    Node out = next(a.rows(), a.cols() + b.cols());
    link(out, a, b, Rules.CONCAT);
    for (int i = 0; i < a.rows(); i++) {
      int to = i * out.cols();
      System.arraycopy(a.value.data, i * a.cols(), out.value.data, to, a.cols());
      System.arraycopy(b.value.data, i * b.cols(), out.value.data, to + a.cols(), b.cols());
    }
    return out;
  }

  /**
   * Inverted dropout: in training each element is 0 with probability {@code rate}, else divided by
   * 1 − rate; otherwise the identity.
   *
   * @throws IllegalArgumentException unless 0 ≤ rate &lt; 1
   */
  public Node dropout(Node a, float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout: a rate from 0 to below 1, not " + rate);
    }
    Node out = unary(a, a.rows(), a.cols(), Rules.DROPOUT);
    float[] keep = out.scratch(a.size());
    float kept = 1 / (1 - rate);
    for (int i = 0; i < a.size(); i++) {
      keep[i] = !training ? 1 : random.nextDouble() < rate ? 0 : kept;
      out.value.data[i] = keep[i] * a.value.data[i];
    }
    return out;
  }

  /** a[i]·b[i] for each row, rows × 1. */
  public Node rowDot(Node a, Node b) {
    if (a.rows() != b.rows() || a.cols() != b.cols()) {
      throw shapes("row dot", a, b);
    }
    Node out = next(a.rows(), 1);
    link(out, a, b, Rules.ROW_DOT);
    Dense.rowDot(a.value.data, b.value.data, a.rows(), a.cols(), out.value.data);
    return out;
  }

  /** Σ (a − target)², 1×1, over all elements. */
  public Node squaredError(Node a, Node target) {
    return maskedSquaredError(a, target, null);
  }

  /**
   * Σ mask · (a − target)², 1×1; a mask of null takes all. The target and the mask are constant.
   */
  public Node maskedSquaredError(Node a, Node target, @Nullable Node mask) {
    if (a.rows() != target.rows() || a.cols() != target.cols()) {
      throw shapes("squared error", a, target);
    }
    if (mask != null && (a.rows() != mask.rows() || a.cols() != mask.cols())) {
      throw shapes("masked squared error", a, mask);
    }
    Node out = unary(a, 1, 1, Rules.SQUARED_ERROR);
    float[] error = out.scratch(a.size());
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      float weight = mask == null ? 1 : mask.value.data[i];
      float e = a.value.data[i] - target.value.data[i];
      error[i] = weight * e;
      sum += weight * e * e;
    }
    out.value.data[0] = (float) sum;
    return out;
  }

  /**
   * Σ log(1 + exp(a)) − target·a, 1×1: the negative log likelihood of targets from 0 to 1 under
   * σ(a). The target is constant.
   */
  public Node logisticLoss(Node a, Node target) {
    if (a.rows() != target.rows() || a.cols() != target.cols()) {
      throw shapes("logistic loss", a, target);
    }
    Node out = unary(a, 1, 1, Rules.LOGISTIC_LOSS);
    float[] error = out.scratch(a.size());
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      float x = a.value.data[i];
      float t = target.value.data[i];
      error[i] = (float) (1 / (1 + Math.exp(-x))) - t;
      sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - t * x;
    }
    out.value.data[0] = (float) sum;
    return out;
  }

  /** ½ Σ a², 1×1: L2 of what a batch touches, where a was gathered. */
  public Node l2(Node a) {
    Node out = unary(a, 1, 1, Rules.L2);
    out.value.data[0] = (float) (0.5 * Dense.sumOfSquares(a.value.data, a.size()));
    return out;
  }

  private Node next(int rows, int cols) {
    if (clock != null && size > 0) {
      clock.forward(nodes.get(size - 1));
    }
    if (size == nodes.size()) {
      nodes.add(new Node());
    }
    Node node = nodes.get(size++);
    node.begin(rows, cols);
    node.tracked = false;
    node.rule = null;
    node.a = null;
    node.b = null;
    return node;
  }

  private Node unary(Node a, int rows, int cols, Rules.Rule rule) {
    Node out = next(rows, cols);
    out.a = a;
    out.rule = rule;
    out.tracked = a.tracked;
    return out;
  }

  private Node binary(String name, Node a, Node b, Rules.Rule rule) {
    boolean fits =
        (b.rows() == a.rows() || b.rows() == 1) && (b.cols() == a.cols() || b.cols() == 1);
    if (!fits) {
      throw shapes(name, a, b);
    }
    Node out = next(a.rows(), a.cols());
    link(out, a, b, rule);
    return out;
  }

  private static void link(Node out, Node a, Node b, Rules.Rule rule) {
    out.a = a;
    out.b = b;
    out.rule = rule;
    out.tracked = a.tracked || b.tracked;
  }

  private static IllegalArgumentException shapes(String operation, Node a, Node b) {
    return new IllegalArgumentException(operation + ": " + a + " with " + b);
  }
}
