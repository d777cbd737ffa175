package dev.freshet.data;

import java.util.Random;

/** Normally distributed factors. */
final class Gaussians {
  private Gaussians() {}

  /** {@code rows} vectors of {@code length} independent draws from N(0, sd²). */
  static double[][] matrix(Random random, int rows, int length, double sd) {
    double[][] matrix = new double[rows][length];
    for (double[] row : matrix) {
      for (int i = 0; i < length; i++) {
        row[i] = sd * random.nextGaussian();
      }
    }
    return matrix;
  }

  /** Σ_f a_f·b_f. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      sum += a[f] * b[f];
    }
    return sum;
  }
}
