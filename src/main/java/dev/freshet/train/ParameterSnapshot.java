package dev.freshet.train;

import dev.freshet.autodiff.Parameter;
import java.util.List;

/** A copy of the values of all parameters, in memory that is allocated once. */
final class ParameterSnapshot {

  private final List<Parameter> parameters;
  private final float[][] copies;

  /** Copies the values as they are now. */
  ParameterSnapshot(List<Parameter> parameters) {
    this.parameters = parameters;
    this.copies = new float[parameters.size()][];
    for (int p = 0; p < copies.length; p++) {
      copies[p] = new float[parameters.get(p).value().getNumElements()];
    }
    take();
  }

  /** Copies the values as they are now over those of before. */
  void take() {
    for (int p = 0; p < copies.length; p++) {
      System.arraycopy(parameters.get(p).value().data, 0, copies[p], 0, copies[p].length);
    }
  }

  /** Gives the parameters the copied values. */
  void restore() {
    for (int p = 0; p < copies.length; p++) {
      System.arraycopy(copies[p], 0, parameters.get(p).value().data, 0, copies[p].length);
    }
  }

  /**
   * How far the parameters moved since: ‖w⁺ − w‖ / ‖w‖, all as one vector, w being the copy. From w
   * = 0 it is infinite, or 0 if they did not move.
   */
  double relativeChange() {
    double moved = 0;
    double norm = 0;
    for (int p = 0; p < copies.length; p++) {
      float[] now = parameters.get(p).value().data;
      for (int i = 0; i < copies[p].length; i++) {
        double before = copies[p][i];
        moved += (now[i] - before) * (now[i] - before);
        norm += before * before;
      }
    }
    return moved == 0 ? 0 : Math.sqrt(moved / norm);
  }

  /** Whether no parameter is NaN or infinite now. */
  static boolean isFinite(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      float[] data = parameter.value().data;
      float zero = 0;
      for (int i = 0; i < parameter.value().getNumElements(); i++) {
        zero += 0 * data[i]; // 0·NaN and 0·∞ are NaN, and stay.
      }
      if (zero != 0) {
        return false;
      }
    }
    return true;
  }
}
