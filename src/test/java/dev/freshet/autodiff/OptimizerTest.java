package dev.freshet.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/**
 * Optimisers as trajectories: a row (1, −2) is stepped four times at rate .1 with the gradients
 * below times .5. The expected numbers were computed in double by the formulas of {@link
 * Optimizer}, apart from this code; the first steps can be followed by hand, as the comments do.
 */
class OptimizerTest {

  private static final float RATE = 0.1f;
  private static final float SCALE = 0.5f;
  private static final float[][] GRADIENTS = {{0.5f, -1}, {0.25f, 2}, {-1, 0}, {0.1f, -0.3f}};

  /** 1 − .1·.5·.5 = .975; −2 + .1·.5·1 = −1.95. */
  private static final float[][] SGD = {
    {0.975f, -1.95f}, {0.9625f, -2.05f}, {1.0125f, -2.05f}, {1.0075f, -2.035f}
  };

  /** u = .25, then .9·.25 + .125 = .35: w = .975, then .975 − .035 = .94. */
  private static final float[][] MOMENTUM = {
    {0.975f, -1.95f}, {0.94f, -2.005f}, {0.9585f, -2.0545f}, {0.97015f, -2.08405f}
  };

  /** After correction the first step is rate · sign(g): 1 − .1, −2 + .1. */
  private static final float[][] ADAM = {
    {0.9f, -1.9f}, {0.806782f, -1.936610f}, {0.827417f, -1.964910f}, {0.839200f, -1.980149f}
  };

  /** β₁ = .5, β₂ = .75, ε = .1: the first step is .1 · .25 / (.25 + .1) = .0714286. */
  private static final float[][] ADAM_OF_OTHER_SETTINGS = {
    {0.928571f, -1.916666f},
    {0.870897f, -1.970793f},
    {0.917654f, -2.000531f},
    {0.936605f, -2.003850f}
  };

  /** Decay .2: the first step is Adam's and −.1·.2·w: .9 − .02, −1.9 + .04. */
  private static final float[][] ADAM_W = {
    {0.88f, -1.86f}, {0.769182f, -1.859410f}, {0.774434f, -1.850522f}, {0.770727f, -1.828751f}
  };

  @Test
  void sgdFollowsItsTrajectory() {
    assertDenseAndSparse(SGD, new Optimizer.Sgd(RATE));
  }

  @Test
  void momentumFollowsItsTrajectoryAndVelocityOfUntouchedRowsStandsStill() {
    assertDenseAndSparse(MOMENTUM, new Optimizer.Momentum(RATE, 0.9f));
  }

  @Test
  void adamFollowsItsTrajectoryAndEachRowCountsItsOwnSteps() {
    assertDenseAndSparse(ADAM, new Optimizer.Adam(RATE));
  }

  @Test
  void adamTakesItsSettings() {
    assertDenseAndSparse(ADAM_OF_OTHER_SETTINGS, new Optimizer.Adam(RATE, 0.5f, 0.75f, 0.1f));
  }

  @Test
  void adamWFollowsItsTrajectory() {
    assertDenseAndSparse(ADAM_W, new Optimizer.AdamW(RATE, 0.2f));
  }

  @Test
  void adamWDecaysRowsOfZeroGradientOnlyWhereTheyAreTouched() {
    Parameter parameter = new Parameter("w", matrix(2, 2, 1, -2, 1, -2));
    Optimizer optimizer = new Optimizer.AdamW(RATE, 0.2f).create(List.of(parameter));
    parameter.gradient(0).touch(1);
    optimizer.step(RATE, SCALE);
    // 1 − .1·.2 = .98
    assertArrayEquals(new float[] {1, -2, 0.98f, -1.96f}, parameter.value().data, 1e-6f);
  }

  @Test
  void adamsBiasCorrectionFadesToNone() {
    // With a constant gradient the corrected moments are g and g² in every step, so each step moves
    // by the rate: 20,000 · 10⁻⁴ = 2. β₂ᵗ is 0 in float from about 18,000 steps on.
    Parameter parameter = new Parameter("w", matrix(1, 1, 5));
    Optimizer optimizer = new Optimizer.Adam(1e-4f).create(List.of(parameter));
    for (int step = 0; step < 20_000; step++) {
      parameter.gradient(0).data()[parameter.gradient(0).touch(0)] = 3;
      optimizer.step(1e-4f, 1);
      parameter.gradient(0).clear();
    }
    assertEquals(3, parameter.value().data[0], 5e-3);
  }

  @Test
  void betasThatAreNoneAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Optimizer.Adam(RATE, 1, 0.999f, 1e-8f).create(List.of()));
  }

  @Test
  void partsTogetherAreOneStepToTheBit() {
    for (int every : new int[] {1, 3, 40}) { // All rows, a third, few: each way through the rows.
      assertArrayEquals(afterStepsInParts(every, 1), afterStepsInParts(every, 3), 0);
    }
  }

  @Test
  void shardsAreSummedInTheStepAsIfTheyHadBeenMerged() {
    for (int every : new int[] {1, 3, 40}) {
      assertArrayEquals(afterStepsOfShards(every, true), afterStepsOfShards(every, false), 0);
    }
  }

  @Test
  void gradientNormIsOverTouchedRowsOfAllParameters() {
    Parameter a = new Parameter("a", matrix(2, 2, 0, 0, 0, 0));
    Parameter b = new Parameter("b", matrix(1, 1, 0));
    a.gradient(0).data()[0] = 1_000; // Left over: row 0 is not touched.
    put(a, 1, 3, 0);
    put(b, 0, 4);
    assertEquals(5, Optimizer.gradientNorm(List.of(a, b)), 1e-12); // √(3² + 4²)
  }

  @Test
  void clippingShortensLongGradientsOnly() {
    assertEquals(0.5f, Optimizer.clippedScale(5, 0.5f, 2.5f)); // .5 · 5 is just allowed.
    assertEquals(0.4f, Optimizer.clippedScale(5, 0.5f, 2)); // .4 · 5 = 2
  }

  /** As a dense parameter, and as a row of 100 that only every second step touches. */
  private static void assertDenseAndSparse(float[][] expected, Optimizer.Settings settings) {
    Parameter dense = new Parameter("dense", matrix(1, 2, 1, -2));
    Parameter sparse = new Parameter("sparse", new FMatrixRMaj(100, 2));
    sparse.value().set(7, 0, 1);
    sparse.value().set(7, 1, -2);
    Optimizer optimizer = settings.create(List.of(dense, sparse));
    for (int step = 0; step < expected.length; step++) {
      put(dense, 0, GRADIENTS[step]);
      put(sparse, 7, GRADIENTS[step]);
      optimizer.step(settings.rate(), SCALE);
      assertArrayEquals(expected[step], dense.value().data, 1e-5f, "dense, step " + step);
      assertArrayEquals(expected[step], row(sparse, 7), 1e-5f, "row 7, step " + step);
      dense.gradient(0).clear();
      sparse.gradient(0).clear();

      put(sparse, 8, 1, 1); // A step of another row leaves row 7 and its moments alone.
      optimizer.step(settings.rate(), SCALE);
      sparse.gradient(0).clear();
    }
  }

  private static float[] afterStepsInParts(int every, int parts) {
    SplittableRandom random = new SplittableRandom(1);
    Parameter parameter = new Parameter("w", new FMatrixRMaj(1_000, 3));
    Optimizer optimizer = new Optimizer.Adam(RATE).create(List.of(parameter));
    for (int step = 0; step < 3; step++) {
      for (int row = step; row < 1_000; row += every) {
        put(parameter, row, (float) random.nextGaussian(), (float) random.nextGaussian(), 1);
      }
      for (int part = parts - 1; part >= 0; part--) {
        optimizer.step(RATE, 1, part, parts);
      }
      parameter.gradient(0).clear();
    }
    return parameter.value().data;
  }

  /** Each of three shards touches some rows of its own and some that others touch. */
  private static float[] afterStepsOfShards(int every, boolean merge) {
    SplittableRandom random = new SplittableRandom(1);
    Parameter parameter = new Parameter("w", new FMatrixRMaj(1_000, 3), 3);
    Optimizer optimizer = new Optimizer.Adam(RATE).create(List.of(parameter));
    for (int step = 0; step < 3; step++) {
      for (int shard = 0; shard < 3; shard++) {
        for (int row = step; row < 1_000; row += every * (1 + shard)) {
          put(parameter.gradient(shard), 3, row, (float) random.nextGaussian(), 1, shard);
        }
      }
      if (merge) {
        parameter.mergeGradients();
      }
      optimizer.step(RATE, 1, 1, 2);
      optimizer.step(RATE, 1, 0, 2);
      parameter.clearGradients();
    }
    return parameter.value().data;
  }

  private static void put(Parameter parameter, int row, float... gradient) {
    put(parameter.gradient(0), gradient.length, row, gradient);
  }

  private static void put(Gradient into, int cols, int row, float... gradient) {
    System.arraycopy(gradient, 0, into.data(), into.touch(row), cols);
  }

  private static float[] row(Parameter parameter, int row) {
    return new float[] {parameter.value().get(row, 0), parameter.value().get(row, 1)};
  }

  private static FMatrixRMaj matrix(int rows, int cols, float... data) {
    return new FMatrixRMaj(rows, cols, true, data);
  }
}
