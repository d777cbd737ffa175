package dev.freshet.train.models;

import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/** Random matrices that training starts from; each draws from the stream in turn. */
final class StartValues {

  private final SplittableRandom random;

  StartValues(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Gaussian with mean 0. */
  FMatrixRMaj normal(int rows, int cols, float std) {
    FMatrixRMaj out = new FMatrixRMaj(rows, cols);
    for (int i = 0; i < out.data.length; i++) {
      out.data[i] = std * (float) random.nextGaussian();
    }
    return out;
  }

  /** Uniform from {@code low} to below {@code high}. */
  FMatrixRMaj uniform(int rows, int cols, float low, float high) {
    FMatrixRMaj out = new FMatrixRMaj(rows, cols);
    for (int i = 0; i < out.data.length; i++) {
      out.data[i] = low + (high - low) * (float) random.nextDouble();
    }
    return out;
  }

  /** Uniform within ±√(6 / (rows + cols)): Glorot and Bengio 2010. */
  FMatrixRMaj glorot(int rows, int cols) {
    float bound = (float) Math.sqrt(6.0 / (rows + cols));
    return uniform(rows, cols, -bound, bound);
  }

  /** These numbers, size × 1; copied. */
  static FMatrixRMaj column(float[] numbers) {
    return new FMatrixRMaj(numbers.length, 1, true, numbers);
  }

  /** A matrix of zeros. */
  static FMatrixRMaj zeros(int rows, int cols) {
    return new FMatrixRMaj(rows, cols);
  }
}
