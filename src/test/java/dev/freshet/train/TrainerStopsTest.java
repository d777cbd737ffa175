package dev.freshet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** When training ends before its last epoch, and what the parameters are then. */
class TrainerStopsTest {

  @Test
  void stopsWhenAnEpochHardlyMovesTheParameters() {
    // From x = .98ᵗ an epoch moves w = 1 + 2x by .04x. .04x / (1 + 2x) ≤ 10⁻³ from x ≤ 1/38 on,
    // t ≥ ln 38 / −ln .98 = 180.05: first in the epoch that starts at t = 181, number 182.
    PointModel model = new PointModel(3, 1, 1);
    Trainer.Settings settings =
        new Trainer.Settings(1, 1_000, 0, new Optimizer.Sgd(0.01f), Schedule.constant(), 0, 1e-3f);
    List<Fitting.Epoch> epochs =
        Trainer.run(model, TrainerTest::noError, settings, TrainerTest.fitting(1));
    assertEquals(182, epochs.size());
    assertEquals(1 + 2 * Math.pow(0.98, 182), model.w(), 1e-5);
  }

  @Test
  void stopsOutOfPatienceAndKeepsTheBestEpoch() {
    PointModel model = new PointModel(3, 1, 1);
    Trainer.Settings settings = TrainerTest.settings(1, 100, 2, new Optimizer.Sgd(0.01f));
    List<Fitting.Epoch> epochs =
        Trainer.run(model, errors(3, 2, 2.5, 1, 1, 2), settings, TrainerTest.fitting(1));
    assertEquals(6, epochs.size()); // 2.5 was forgiven; neither 1 nor 2 is better than 1.
    assertEquals(4, Trainer.best(epochs));
    assertEquals(1 + 2 * Math.pow(0.98, 4), model.w(), 1e-5);
  }

  @Test
  void divergingStopsWithTheBestEpochKept() {
    // Rate 10: w − 1 is multiplied by −19. Losses 4, 4·361, 4·361² > 1,000 · 4 in epoch 3.
    PointModel model = new PointModel(3, 1, 1);
    Diverged diverged =
        assertThrows(
            Diverged.class,
            () ->
                Trainer.run(
                    model, errors(1, 5, 9), TrainerTest.sgd(10, 100), TrainerTest.fitting(1)));
    assertEquals(3, diverged.epoch());
    assertEquals(2, diverged.good().size());
    assertEquals(-37, model.w(), 1e-4); // 1 − 19·2, after epoch 1, which validated best.
    assertTrue(diverged.getMessage().contains("epoch 3"), diverged.getMessage());
    assertTrue(diverged.getMessage().contains("learning rate below 10"), diverged.getMessage());
    assertTrue(diverged.getMessage().contains("epoch 1 are kept"), diverged.getMessage());
  }

  @Test
  void aLossThatIsNoNumberStopsAtOnceWithTheStartKept() {
    PointModel model = new PointModel(3, 1, 1, Float.NaN);
    Diverged diverged =
        assertThrows(
            Diverged.class,
            () ->
                Trainer.run(
                    model, TrainerTest::noError, TrainerTest.sgd(0.1f, 9), TrainerTest.fitting(1)));
    assertEquals(1, diverged.epoch());
    assertEquals(List.of(), diverged.good());
    assertEquals(3, model.w());
  }

  @Test
  void parametersThatAreNoNumbersAreNoGoodEpoch() {
    PointModel model = new PointModel(3, 1, 1);
    Optimizer.Settings rate = new Optimizer.Sgd(Float.MAX_VALUE); // 3 − 4 · max is −∞.
    Diverged diverged =
        assertThrows(
            Diverged.class,
            () ->
                Trainer.run(
                    model,
                    TrainerTest::noError,
                    TrainerTest.settings(1, 9, 0, rate),
                    TrainerTest.fitting(1)));
    assertEquals(1, diverged.epoch());
    assertEquals(3, model.w());
  }

  @Test
  void aStopRequestKeepsTheBestEpochAndDropsTheUnfinished() {
    PointModel model = new PointModel(3, 1, 1, 1);
    int[] asked = new int[1];
    Fitting fitting =
        new Fitting(1, 1, new PlainKernels(), epoch -> {}, () -> ++asked[0] > 5); // In epoch 3.
    Trainer.Settings settings = TrainerTest.settings(1, 100, 0, new Optimizer.Sgd(0.01f));
    List<Fitting.Epoch> epochs = Trainer.run(model, TrainerTest::noError, settings, fitting);
    assertEquals(2, epochs.size());
    assertEquals(1 + 2 * Math.pow(0.98, 4), model.w(), 1e-5); // Two steps in each.
  }

  /** Validation errors one after the other. */
  private static DoubleSupplier errors(double... errors) {
    return Arrays.stream(errors).iterator()::nextDouble;
  }
}
