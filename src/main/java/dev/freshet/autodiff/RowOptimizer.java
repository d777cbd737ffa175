package dev.freshet.autodiff;

import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * Takes a step apart into runs of touched rows that lie side by side. What several tapes
 * contributed to a row is summed just before its step, while it is in the cache.
 *
 * <p>Rows are stepped in order, not in the order in which they were touched: the processor can
 * fetch ahead, and a dense parameter is one long loop. Threads take blocks of rows in turn, so
 * shares are even although popular rows may lie together.
 */
abstract class RowOptimizer implements Optimizer {

  /** Rows a thread takes at a time: a few pages of values, and no cache line is shared. */
  private static final int BLOCK = 64;

  /** With fewer touched rows than one in this many, looking for them costs more than it saves. */
  private static final int SPARSE = 16;

  private final Parameter[] parameters;

  RowOptimizer(List<Parameter> parameters) {
    this.parameters = parameters.toArray(new Parameter[0]);
  }

  @Override
  public final void step(float rate, float gradientScale, int part, int parts) {
    for (int p = 0; p < parameters.length; p++) {
      Parameter parameter = parameters[p];
      int touched = 0;
      for (int shard = 0; shard < parameter.shards(); shard++) {
        touched += parameter.gradient(shard).touchedRows();
      }
      if (touched < parameter.value().numRows / SPARSE) {
        for (int shard = 0; shard < parameter.shards(); shard++) {
          stepTouched(p, shard, rate, gradientScale, part, parts);
        }
      } else {
        stepBlocks(p, rate, gradientScale, part, parts);
      }
    }
  }

  /** Steps the rows that this shard touched and none before it did. */
  private void stepTouched(int p, int shard, float rate, float scale, int part, int parts) {
    Parameter parameter = parameters[p];
    FMatrixRMaj value = parameter.value();
    float[] sum = parameter.gradient(0).data();
    Gradient gradient = parameter.gradient(shard);
    int to = Gradient.share(gradient.touchedRows(), part + 1, parts);
    for (int i = Gradient.share(gradient.touchedRows(), part, parts); i < to; i++) {
      int row = gradient.touchedRow(i);
      if (!isTouchedBefore(parameter, shard, row)) {
        parameter.mergeRow(row);
        stepRows(p, value.data, value.numCols, sum, row, row + 1, rate, scale);
      }
    }
  }

  private static boolean isTouchedBefore(Parameter parameter, int shard, int row) {
    for (int before = 0; before < shard; before++) {
      if (parameter.gradient(before).isTouched(row)) {
        return true;
      }
    }
    return false;
  }

  private void stepBlocks(int p, float rate, float scale, int part, int parts) {
    Parameter parameter = parameters[p];
    FMatrixRMaj value = parameter.value();
    float[] sum = parameter.gradient(0).data();
    for (int block = part * BLOCK; block < value.numRows; block += parts * BLOCK) {
      int end = Math.min(block + BLOCK, value.numRows);
      int row = block;
      while (row < end) {
        int from = row;
        while (row < end && parameter.mergeRow(row)) {
          row++;
        }
        if (from < row) {
          stepRows(p, value.data, value.numCols, sum, from, row, rate, scale);
        }
        row++;
      }
    }
  }

  /**
   * Steps some rows of one parameter, all touched.
   *
   * @param p number of the parameter
   * @param w its values, row-major; modified
   * @param cols its columns
   * @param g its gradient, row-major
   * @param from first row
   * @param to after the last
   */
  abstract void stepRows(
      int p, float[] w, int cols, float[] g, int from, int to, float rate, float scale);

  /** Zeros of the shape of each parameter. */
  static float[][] moments(List<Parameter> parameters) {
    float[][] moments = new float[parameters.size()][];
    for (int p = 0; p < moments.length; p++) {
      moments[p] = new float[parameters.get(p).value().getNumElements()];
    }
    return moments;
  }
}
