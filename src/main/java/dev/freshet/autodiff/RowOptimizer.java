package dev.freshet.autodiff;

import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** Takes a step apart into touched rows. */
abstract class RowOptimizer implements Optimizer {

  private final Parameter[] parameters;

  RowOptimizer(List<Parameter> parameters) {
    this.parameters = parameters.toArray(new Parameter[0]);
  }

  @Override
  public final void step(float rate, float gradientScale, int part, int parts) {
    for (int p = 0; p < parameters.length; p++) {
      Gradient gradient = parameters[p].gradient(0);
      int count = gradient.touchedRows();
      int from = Gradient.share(count, part, parts);
      int to = Gradient.share(count, part + 1, parts);
      FMatrixRMaj value = parameters[p].value();
      stepRows(p, value.data, value.numCols, gradient, from, to, rate, gradientScale);
    }
  }

  /**
   * Steps some touched rows of one parameter.
   *
   * @param p number of the parameter
   * @param w its values, row-major; modified
   * @param cols its columns
   * @param gradient of shard 0
   * @param from first touched row, as in {@link Gradient#touchedRow}
   * @param to after the last
   */
  abstract void stepRows(
      int p, float[] w, int cols, Gradient gradient, int from, int to, float rate, float scale);

  /** Zeros of the shape of each parameter. */
  static float[][] moments(List<Parameter> parameters) {
    float[][] moments = new float[parameters.size()][];
    for (int p = 0; p < moments.length; p++) {
      moments[p] = new float[parameters.get(p).value().getNumElements()];
    }
    return moments;
  }
}
