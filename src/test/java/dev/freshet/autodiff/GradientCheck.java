package dev.freshet.autodiff;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.ejml.data.FMatrixRMaj;

/**
 * Compares the gradients of an operation with central differences, for every entry of every
 * argument. The result is projected onto fixed random weights, so that each of its entries counts;
 * the projection is summed in double. With steps of 0.01, rounding of {@code float} makes
 * differences wrong by about 1e-5 and curvature by about 1e-4: {@link #ABSOLUTE} leaves a margin.
 */
final class GradientCheck {

  private static final float STEP = .01f;
  private static final double ABSOLUTE = 1e-3;
  private static final double RELATIVE = .005;
  private static final long SEED = 7;

  /** Records one operation on parameters. */
  @FunctionalInterface
  interface Operation {
    Node on(Tape tape, Parameter[] arguments);
  }

  private GradientCheck() {}

  /**
   * Checks an operation.
   *
   * @throws AssertionError that names operation, arguments, position and both numbers
   */
  static void check(String name, Operation operation, List<FMatrixRMaj> values) {
    Parameter[] arguments = new Parameter[values.size()];
    for (int i = 0; i < values.size(); i++) {
      arguments[i] = new Parameter(String.valueOf((char) ('a' + i)), values.get(i).copy());
    }
    Tape tape = new Tape(new EjmlKernels(), 0, SEED);
    Node out = operation.on(tape, arguments);
    Node weights = tape.constant(weights(out));
    tape.backward(tape.sum(tape.multiply(out, weights)));
    for (Parameter argument : arguments) {
      for (int at = 0; at < argument.value().getNumElements(); at++) {
        double expected = difference(operation, arguments, argument.value().data, at);
        int row = at / argument.value().numCols;
        Gradient gradient = argument.gradient(0);
        double actual = gradient.isTouched(row) ? gradient.data()[at] : 0;
        if (!(Math.abs(expected - actual) <= ABSOLUTE + RELATIVE * Math.abs(expected))) {
          throw new AssertionError(
              String.format(
                  Locale.ROOT,
                  "%s: with respect to %s at (%d, %d): %.6f by differences, %.6f by the rule; %s",
                  name,
                  argument,
                  row,
                  at % argument.value().numCols,
                  expected,
                  actual,
                  describe(arguments)));
        }
      }
    }
  }

  private static double difference(
      Operation operation, Parameter[] arguments, float[] data, int at) {
    float value = data[at];
    float above = value + STEP;
    float below = value - STEP;
    data[at] = above;
    double high = projected(operation, arguments);
    data[at] = below;
    double low = projected(operation, arguments);
    data[at] = value;
    return (high - low) / ((double) above - below);
  }

  /** On a tape of its own with the same seed: dropout drops the same. */
  private static double projected(Operation operation, Parameter[] arguments) {
    Node out = operation.on(new Tape(new EjmlKernels(), 0, SEED), arguments);
    FMatrixRMaj weights = weights(out);
    double sum = 0;
    for (int i = 0; i < out.size(); i++) {
      sum += (double) weights.data[i] * out.value().data[i];
    }
    return sum;
  }

  private static FMatrixRMaj weights(Node out) {
    return random(SEED, .5f, 1.5f, out.rows(), out.cols());
  }

  /** Uniform from {@code low} to {@code high}. */
  static FMatrixRMaj random(long seed, float low, float high, int rows, int cols) {
    Random random = new Random(seed);
    FMatrixRMaj matrix = new FMatrixRMaj(rows, cols);
    for (int i = 0; i < rows * cols; i++) {
      matrix.data[i] = low + (high - low) * random.nextFloat();
    }
    return matrix;
  }

  private static String describe(Parameter[] arguments) {
    StringBuilder text = new StringBuilder();
    for (Parameter argument : arguments) {
      text.append(argument).append(' ').append(Arrays.toString(argument.value().data)).append(' ');
    }
    return text.toString().strip();
  }
}
