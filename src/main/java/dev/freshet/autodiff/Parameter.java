package dev.freshet.autodiff;

import org.ejml.data.FMatrixRMaj;

/**
 * A named matrix that is learned, with one gradient for each tape that may work on it at the same
 * time.
 */
public final class Parameter {

  private final String name;
  private final FMatrixRMaj value;
  private final Gradient[] gradients;

  /**
   * A parameter.
   *
   * @param name as it is saved
   * @param value its start; taken, not copied
   * @param shards number of tapes
   */
  public Parameter(String name, FMatrixRMaj value, int shards) {
    this.name = name;
    this.value = value;
    this.gradients = new Gradient[shards];
    for (int shard = 0; shard < shards; shard++) {
      gradients[shard] = new Gradient(value.numRows, value.numCols);
    }
  }

  /**
   * A parameter for one tape.
   *
   * @param name as it is saved
   * @param value its start; taken, not copied
   */
  public Parameter(String name, FMatrixRMaj value) {
    this(name, value, 1);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its value; not a copy: optimisers write it. */
  public FMatrixRMaj value() {
    return value;
  }

  /** Number of gradients. */
  public int shards() {
    return gradients.length;
  }

  /** The gradient that the tape of this shard adds to. */
  public Gradient gradient(int shard) {
    return gradients[shard];
  }

  /**
   * Adds the gradients of all other shards to that of shard 0, in the order of shards, so that the
   * sum does not depend on which tape came first, and clears them.
   */
  public void mergeGradients() {
    for (int shard = 1; shard < gradients.length; shard++) {
      Gradient from = gradients[shard];
      for (int i = 0; i < from.touchedRows(); i++) {
        int row = from.touchedRow(i);
        addRow(from, row, !gradients[0].touchForWriting(row));
      }
      from.clear();
    }
  }

  /**
   * Sums one row as {@link #mergeGradients} would, but marks and clears nothing: different rows may
   * be summed at the same time.
   *
   * @return whether any shard touched it; the sum is in the data of shard 0
   */
  boolean mergeRow(int row) {
    boolean touched = gradients[0].isTouched(row);
    for (int shard = 1; shard < gradients.length; shard++) {
      if (gradients[shard].isTouched(row)) {
        addRow(gradients[shard], row, touched);
        touched = true;
      }
    }
    return touched;
  }

  private void addRow(Gradient from, int row, boolean touched) {
    float[] x = from.data();
    float[] into = gradients[0].data();
    int at = row * value.numCols;
    if (!touched) {
      System.arraycopy(x, at, into, at, value.numCols);
      return;
    }
    int end = at + value.numCols;
    for (int j = at; j < end; j++) { // One index for both: the JIT makes vector instructions.
      into[j] += x[j];
    }
  }

  /** Begins a new step: no shard has touched any row. */
  public void clearGradients() {
    for (Gradient gradient : gradients) {
      gradient.clear();
    }
  }

  @Override
  public String toString() {
    return name + " " + value.numRows + "x" + value.numCols;
  }
}
