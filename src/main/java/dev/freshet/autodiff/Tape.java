package dev.freshet.autodiff;

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
  private final Nodes nodes = new Nodes();
  private boolean training = true;

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
    nodes.setClock(clock);
  }

  /** Forgets all operations, keeps their memory. */
  public void clear() {
    nodes.clear();
  }

  /** Number of operations recorded. */
  public int size() {
    return nodes.size();
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
    loss.gradient()[0] = 1;
    nodes.backward(kernels, shard);
  }

  /** A matrix that is not learned; copied. */
  public Node constant(FMatrixRMaj matrix) {
    Node out = nodes.constant(matrix.numRows, matrix.numCols);
    System.arraycopy(matrix.data, 0, out.value.data, 0, out.size());
    return out;
  }

  /** The first {@code rows} numbers as a column that is not learned; copied. */
  public Node column(float[] numbers, int rows) {
    Node out = nodes.constant(rows, 1);
    System.arraycopy(numbers, 0, out.value.data, 0, rows);
    return out;
  }

  /** A 1×1 that is not learned. */
  public Node scalar(float number) {
    Node out = nodes.constant(1, 1);
    out.value.data[0] = number;
    return out;
  }

  /** The whole of a parameter; copied, so that its value may change before the way back. */
  public Node parameter(Parameter parameter) {
    FMatrixRMaj from = parameter.value();
    Node out = nodes.of(parameter, from.numRows, from.numCols, Rules.PARAMETER);
    System.arraycopy(from.data, 0, out.value.data, 0, out.size());
    return out;
  }

  /**
   * Rows of a parameter: out[i] = parameter[index[i]], n × columns. Its gradient touches those rows
   * only; a row gathered twice gets both.
   *
   * @param index first n are used; kept, and must not change before {@link #backward}
   */
  public Node gather(Parameter parameter, int[] index, int n) {
    Shapes.rows("gather", parameter, index, n);
    FMatrixRMaj from = parameter.value();
    Node out = nodes.of(parameter, n, from.numCols, Rules.GATHER);
    Sparse.gather(from.data, from.numCols, index, n, out.value.data);
    out.rows = index;
    return out;
  }

  /** a + b; b of the same shape, a row, a column or 1×1 that is repeated. */
  public Node add(Node a, Node b) {
    Shapes.repeats("add", a, b);
    Node out = nodes.of(a, b, a.rows(), a.cols(), Rules.ADD);
    Dense.broadcast(a, b, out, 1);
    return out;
  }

  /** a − b, with b repeated as in {@link #add}. */
  public Node subtract(Node a, Node b) {
    Shapes.repeats("subtract", a, b);
    Node out = nodes.of(a, b, a.rows(), a.cols(), Rules.SUBTRACT);
    Dense.broadcast(a, b, out, -1);
    return out;
  }

  /** a ∘ b, element by element, with b repeated as in {@link #add}. */
  public Node multiply(Node a, Node b) {
    Shapes.repeats("multiply", a, b);
    Node out = nodes.of(a, b, a.rows(), a.cols(), Rules.MULTIPLY);
    Dense.broadcastMultiply(a, b, out.value.data);
    return out;
  }

  /** factor · a. */
  public Node scale(Node a, float factor) {
    Node out = nodes.of(a, a.rows(), a.cols(), Rules.SCALE);
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
    Shapes.product(a, transposeA, b, transposeB);
    Node out = nodes.of(a, b, m, n, Rules.PRODUCT);
    out.flagA = transposeA;
    out.flagB = transposeB;
    kernels.multiply(
        transposeA, transposeB, m, n, k, 1, a.value.data, b.value.data, 0, out.value.data);
    return out;
  }

  /**
   * Sparse × parameter: S·P, S constant. The parameter is not copied, and rows that S has no entry
   * for are not touched.
   */
  public Node product(Csr s, Parameter p) {
    if (s.cols() != p.value().numRows) {
      throw Shapes.wrong("sparse product", s, p);
    }
    Node out = nodes.of(p, s.rows(), p.value().numCols, Rules.SPARSE_PARAMETER_PRODUCT);
    out.sparse = s;
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
      throw Shapes.wrong("sampled product", a, p + " at " + s);
    }
    Node out = nodes.of(a, s.size(), 1, Rules.SAMPLED_PRODUCT);
    out.tracked = true;
    out.parameter = p;
    out.sparse = s;
    Sparse.sampledProduct(s, a.value.data, p.value().data, a.cols(), out.value.data, kernels);
    return out;
  }

  /** Sum of all, 1×1. */
  public Node sum(Node a) {
    Node out = nodes.of(a, 1, 1, Rules.SUM);
    out.value.data[0] = (float) Dense.sum(a.value.data, a.size());
    return out;
  }

  /** A function of each element. */
  public Node apply(Elementwise f, Node a) {
    Node out = nodes.of(a, a.rows(), a.cols(), Rules.of(f));
    f.apply(a.value.data, out.value.data, a.size());
    return out;
  }

  /** Columns of a, then columns of b. */
  public Node concat(Node a, Node b) {
    Shapes.sameRows("concat", a, b);
    Node out = nodes.of(a, b, a.rows(), a.cols() + b.cols(), Rules.CONCAT);
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
    Node out = nodes.of(a, a.rows(), a.cols(), Rules.DROPOUT);
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
    Shapes.same("row dot", a, b);
    Node out = nodes.of(a, b, a.rows(), 1, Rules.ROW_DOT);
    Dense.rowDot(a.value.data, b.value.data, a.rows(), a.cols(), out.value.data);
    return out;
  }

  /**
   * a[rowsOfA[i]]·b[rowsOfB[i]] for each i, n × 1: {@link #rowDot(Node, Node)} of two {@linkplain
   * #gather gathered} parameters, without a copy of their rows. Both must keep their values until
   * {@link #backward}.
   *
   * @param rowsOfA first n are used; kept, as {@code rowsOfB}, and must not change before {@link
   *     #backward}
   */
  public Node rowDot(Parameter a, int[] rowsOfA, Parameter b, int[] rowsOfB, int n) {
    if (a.value().numCols != b.value().numCols) {
      throw Shapes.wrong("row dot", a, b);
    }
    Shapes.rows("row dot", a, rowsOfA, n);
    Shapes.rows("row dot", b, rowsOfB, n);
    Node out = nodes.of(a, n, 1, Rules.GATHERED_ROW_DOT);
    out.rows = rowsOfA;
    out.otherParameter = b;
    out.otherRows = rowsOfB;
    Gathered.rowDot(a.value(), rowsOfA, b.value(), rowsOfB, n, out.value.data);
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
    Shapes.same("squared error", a, target);
    if (mask != null) {
      Shapes.same("masked squared error", a, mask);
    }
    Node out = nodes.of(a, 1, 1, Rules.SQUARED_ERROR);
    float[] weights = mask == null ? null : mask.value.data;
    float[] error = out.scratch(a.size());
    out.value.data[0] =
        Losses.squaredError(a.value.data, target.value.data, weights, error, a.size());
    return out;
  }

  /**
   * Σ log(1 + exp(a)) − target·a, 1×1: the negative log likelihood of targets from 0 to 1 under
   * σ(a). The target is constant.
   */
  public Node logisticLoss(Node a, Node target) {
    Shapes.same("logistic loss", a, target);
    Node out = nodes.of(a, 1, 1, Rules.LOGISTIC_LOSS);
    float[] error = out.scratch(a.size());
    out.value.data[0] = Losses.logistic(a.value.data, target.value.data, error, a.size());
    return out;
  }

  /**
   * Σ over rows of −Σ_j target_j · log softmax(a)_j, 1×1: the negative log likelihood of choices
   * among the columns, each counted as often as its target says. The target is constant.
   *
   * @param target of the shape of a, not negative
   */
  public Node softmaxLoss(Node a, Node target) {
    Shapes.same("softmax loss", a, target);
    Node out = nodes.of(a, 1, 1, Rules.SOFTMAX_LOSS);
    float[] error = out.scratch(a.size());
    out.value.data[0] = Losses.softmax(a.value.data, target.value.data, error, a.rows(), a.cols());
    return out;
  }

  /** ½ Σ a², 1×1: L2 of what a batch touches, where a was gathered. */
  public Node l2(Node a) {
    Node out = nodes.of(a, 1, 1, Rules.L2);
    out.value.data[0] = (float) (0.5 * Dense.sumOfSquares(a.value.data, a.size()));
    return out;
  }

  /** ½ Σ p² of a whole parameter, 1×1, without a copy. It must keep its values as in rowDot. */
  public Node l2(Parameter p) {
    Node out = nodes.of(p, 1, 1, Rules.PARAMETER_L2);
    int size = p.value().getNumElements();
    out.value.data[0] = (float) (0.5 * Dense.sumOfSquares(p.value().data, size));
    return out;
  }

  /**
   * ½ Σ p[index[i]]², 1×1: {@link #l2(Node)} of {@linkplain #gather gathered} rows, without a copy
   * of them. A row that is gathered twice counts twice and is read once.
   *
   * @param index first n are used
   */
  public Node l2(Parameter p, int[] index, int n) {
    Shapes.rows("l2", p, index, n);
    Node out = nodes.of(p, 1, 1, Rules.GATHERED_L2);
    out.counts().count(index, n, p.value().numRows);
    out.value.data[0] = (float) (0.5 * Gathered.sumOfSquares(p.value(), out.counts()));
    return out;
  }
}
