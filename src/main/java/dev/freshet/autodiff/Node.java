package dev.freshet.autodiff;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a {@link Tape}: its inputs, its value and, on the way back, its gradient. The
 * tape reuses nodes and their memory from step to step.
 */
public final class Node {

  /** Value, rows × columns. Entries beyond {@code getNumElements()} are left over. */
  final FMatrixRMaj value = new FMatrixRMaj(0, 0);

  /** What the loss gains for each unit of value; same shape once it was asked for. */
  private final FMatrixRMaj gradient = new FMatrixRMaj(0, 0);

  private boolean hasGradient;

  /** Whether the loss's way back leads through here. */
  boolean tracked;

  Rules.@Nullable Rule rule;
  @Nullable Node a;
  @Nullable Node b;

  /** What an operation remembers besides its inputs. */
  @Nullable Parameter parameter;

  @Nullable Parameter otherParameter;
  @Nullable Csr sparse;
  int[] rows = new int[0];
  int[] otherRows = new int[0];
  float factor;
  boolean flagA;
  boolean flagB;
  float[] scratch = new float[0];
  private @Nullable RowCounts counts;

  Node() {}

  /** Its value; not a copy, valid until the tape is cleared. */
  public FMatrixRMaj value() {
    return value;
  }

  /** Number of rows. */
  public int rows() {
    return value.numRows;
  }

  /** Number of columns. */
  public int cols() {
    return value.numCols;
  }

  /** The value of a 1×1 node. */
  public float scalar() {
    return value.data[0];
  }

  /** Number of entries of the value. */
  int size() {
    return value.numRows * value.numCols;
  }

  /** Forgets what it was and takes another shape; values are left over. */
  void begin(int numRows, int numCols) {
    Room.reshape(value, numRows, numCols);
    hasGradient = false;
    tracked = false;
    rule = null;
    a = null;
    b = null;
  }

  boolean hasGradient() {
    return hasGradient;
  }

  /** The gradient, 0 at first, to be added to. */
  float[] gradient() {
    if (!hasGradient) {
      float[] data = rawGradient();
      Arrays.fill(data, 0, size(), 0);
      return data;
    }
    return gradient.data;
  }

  /**
   * The gradient where this is its first contribution, to be overwritten: what it holds is left
   * over. Ask {@link #hasGradient} before.
   */
  float[] rawGradient() {
    Room.reshape(gradient, value.numRows, value.numCols);
    hasGradient = true;
    return gradient.data;
  }

  /** Room for {@code size} numbers that the operation keeps for the way back. */
  float[] scratch(int size) {
    if (scratch.length < size) {
      scratch = new float[Room.capacity(scratch.length, size)];
    }
    return scratch;
  }

  /** Where the operation counts rows. */
  RowCounts counts() {
    if (counts == null) {
      counts = new RowCounts();
    }
    return counts;
  }

  @Override
  public String toString() {
    return value.numRows + "x" + value.numCols;
  }
}
