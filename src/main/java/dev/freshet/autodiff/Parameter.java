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

  /** As {@link #Parameter(String, FMatrixRMaj, int)} with one tape. */
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
    float[] into = gradients[0].data();
    for (int shard = 1; shard < gradients.length; shard++) {
      Gradient from = gradients[shard];
      for (int i = 0; i < from.touchedRows(); i++) {
        int row = from.touchedRow(i);
        int at = row * value.numCols;
        if (gradients[0].touchForWriting(row)) {
          System.arraycopy(from.data(), at, into, at, value.numCols);
        } else {
          Dense.axpy(1, from.data(), at, into, at, value.numCols);
        }
      }
      from.clear();
    }
  }

  @Override
  public String toString() {
    return name + " " + value.numRows + "x" + value.numCols;
  }
}
