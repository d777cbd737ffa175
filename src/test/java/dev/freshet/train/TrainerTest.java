package dev.freshet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Schedule;
import dev.freshet.autodiff.Tape;
import dev.freshet.online.Scale;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainerTest {

  @Test
  void thirtyStepsFollowTheClosedForm() {
    PointModel model = new PointModel(3, 1, 1);
    List<Fitting.Epoch> epochs =
        Trainer.run(model, TrainerTest::noError, sgd(0.01f, 30), fitting(1));
    assertEquals(1 + 2 * Math.pow(0.98, 30), model.w(), 1e-5);
    assertEquals(30, epochs.size());
    assertEquals(4, epochs.get(0).loss(), 1e-6); // (3 − 1)², before the step.
    assertEquals(30, Trainer.best(epochs));
  }

  @Test
  void meanLossIsTheSumOfLossesOverTheSumOfWeights() {
    PointModel model = new PointModel(3, 2, 0, 1, 2);
    Trainer.Settings settings = settings(2, 1, 0, new Optimizer.Sgd(1e-20f));
    List<Fitting.Epoch> epochs = Trainer.run(model, TrainerTest::noError, settings, fitting(2));
    assertEquals(14.0 / 3, epochs.get(0).loss(), 1e-6); // 9 + 4 + 1; batches of 2 and 1.
  }

  @Test
  void gradientsAreDividedByTheWeightOfTheBatch() {
    PointModel model = new PointModel(3, 1, 0, 1, 2);
    Trainer.run(
        model, TrainerTest::noError, settings(9, 1, 0, new Optimizer.Sgd(0.25f)), fitting(1));
    assertEquals(2, model.w(), 1e-6); // 3 − .25 · 2 · (3 + 2 + 1) / 3
  }

  @Test
  void longGradientsAreClipped() {
    PointModel model = new PointModel(3, 1, 1);
    Trainer.run(
        model,
        TrainerTest::noError,
        new Trainer.Settings(1, 1, 0, new Optimizer.Sgd(0.5f), Schedule.constant(), 1, 0),
        fitting(1));
    assertEquals(2.5, model.w(), 1e-6); // The gradient is 4, clipped to 1.
  }

  @Test
  void rateFollowsTheScheduleBatchByBatch() {
    List<Double> asked = new ArrayList<>();
    Schedule schedule =
        epoch -> {
          asked.add(epoch);
          return 1;
        };
    Trainer.run(
        new PointModel(3, 1, 1, 1, 1, 1),
        TrainerTest::noError,
        new Trainer.Settings(2, 2, 0, new Optimizer.Sgd(0.1f), schedule, 0, 0),
        fitting(1));
    assertEquals(List.of(0.0, 0.5, 1.0, 1.5), asked);
  }

  @Test
  void validationSeesTheParametersOfItsEpoch() {
    PointModel model = new PointModel(3, 1, 1);
    List<Fitting.Epoch> epochs = Trainer.run(model, model::w, sgd(0.01f, 3), fitting(1));
    assertEquals(1 + 2 * 0.98, epochs.get(0).validationError(), 1e-5);
    assertEquals(1 + 2 * Math.pow(0.98, 3), epochs.get(2).validationError(), 1e-5);
  }

  @Test
  void eachEpochSeesEachExampleOnceInAnOrderOfItsOwn() {
    List<Integer> seen = new ArrayList<>();
    PointModel inner = new PointModel(3, 1, new float[50]);
    GradientModel recording =
        new Recording(inner) {
          @Override
          public Node loss(Tape tape, int shard, int[] order, int from, int to) {
            Arrays.stream(order, from, to).forEach(seen::add);
            return inner.loss(tape, shard, order, from, to);
          }
        };
    Trainer.run(
        recording, TrainerTest::noError, settings(8, 2, 0, new Optimizer.Sgd(0.01f)), fitting(1));
    List<Integer> first = seen.subList(0, 50);
    List<Integer> second = seen.subList(50, 100);
    assertEquals(50, first.stream().distinct().count());
    assertEquals(50, second.stream().distinct().count());
    assertNotEquals(first, second);
  }

  @Test
  void theSameSeedAndThreadsGiveTheSameNumbersToTheBit() {
    for (int threads = 1; threads <= 3; threads++) {
      assertArrayEquals(factorsAfterTraining(threads), factorsAfterTraining(threads), 0);
    }
  }

  @Test
  void threadsChangeRoundingOnly() {
    assertArrayEquals(factorsAfterTraining(1), factorsAfterTraining(3), 1e-3f);
  }

  @Test
  void batchesSmallerThanThreadsAreFine() {
    PointModel model = new PointModel(3, 4, 1);
    Trainer.run(model, TrainerTest::noError, sgd(0.01f, 30), fitting(4));
    assertEquals(1 + 2 * Math.pow(0.98, 30), model.w(), 1e-5);
  }

  @Test
  void whatAModelThrowsOnAnyThreadReachesTheCaller() {
    PointModel inner = new PointModel(3, 2, 1, 1);
    GradientModel failing =
        new Recording(inner) {
          @Override
          public Node loss(Tape tape, int shard, int[] order, int from, int to) {
            if (shard == 1) {
              throw new IllegalStateException("shard 1");
            }
            return inner.loss(tape, shard, order, from, to);
          }
        };
    Trainer.Settings settings = settings(2, 1, 0, new Optimizer.Sgd(0.01f));
    assertThrows(
        IllegalStateException.class,
        () -> Trainer.run(failing, TrainerTest::noError, settings, fitting(2)));
  }

  @Test
  void batchesAllocateNothingInTheSteadyState() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long[] allocated = new long[10];
    Fitting fitting =
        new Fitting(
            1,
            1,
            new PlainKernels(),
            epoch -> allocated[epoch.number() - 1] = threads.getThreadAllocatedBytes(id),
            () -> false);
    Trainer.Settings settings = settings(1, 10, 0, new Optimizer.Adam(0.01f));
    Trainer.run(new PointModel(3, 1, new float[5_000]), TrainerTest::noError, settings, fitting);
    assertTrue(allocated[9] - allocated[8] < 5_000, allocated[9] - allocated[8] + " bytes");
  }

  @Test
  void nothingToTrainOnIsRefused() {
    assertThrows(
        TrainingException.class,
        () -> Trainer.run(new PointModel(3, 1), TrainerTest::noError, sgd(0.1f, 1), fitting(1)));
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    Optimizer.Settings sgd = new Optimizer.Sgd(0.1f);
    assertThrows(IllegalArgumentException.class, () -> settings(0, 1, 0, sgd));
    assertThrows(IllegalArgumentException.class, () -> settings(1, 0, 0, sgd));
    assertThrows(IllegalArgumentException.class, () -> settings(1, 1, -1, sgd));
    assertThrows(
        IllegalArgumentException.class, () -> settings(1, 1, 0, new Optimizer.Sgd(Float.NaN)));
  }

  /** Where there is nothing to validate with. */
  static double noError() {
    return Double.NaN;
  }

  /** All but the loss of another model. */
  private abstract static class Recording implements GradientModel {

    private final GradientModel model;

    Recording(GradientModel model) {
      this.model = model;
    }

    @Override
    public List<Parameter> parameters() {
      return model.parameters();
    }

    @Override
    public int examples() {
      return model.examples();
    }

    @Override
    public int weight(int[] order, int from, int to) {
      return model.weight(order, from, to);
    }
  }

  private static float[] factorsAfterTraining(int threads) {
    SplittableRandom random = new SplittableRandom(7);
    int size = 600;
    int[] users = random.ints(size, 0, 40).toArray();
    int[] movies = random.ints(size, 0, 30).toArray();
    float[] ratings = new float[size];
    for (int i = 0; i < size; i++) {
      ratings[i] = 1 + (users[i] + movies[i]) % 5;
    }
    RatingTable table =
        new RatingTable(40, 30, new Scale(1, 5), users, movies, ratings, new long[size]);
    BiasedFactors model = new BiasedFactors(table, 4, 0.05f, fitting(threads));
    Trainer.run(
        model,
        TrainerTest::noError,
        settings(64, 5, 0, new Optimizer.Adam(0.01f)),
        fitting(threads));
    return model.parameters().get(0).value().data;
  }

  static Trainer.Settings sgd(float rate, int epochs) {
    return settings(1, epochs, 0, new Optimizer.Sgd(rate));
  }

  static Trainer.Settings settings(
      int batch, int epochs, int patience, Optimizer.Settings optimizer) {
    return new Trainer.Settings(batch, epochs, patience, optimizer, Schedule.constant(), 0, 0);
  }

  static Fitting fitting(int threads) {
    return new Fitting(1, threads, new PlainKernels(), epoch -> {}, () -> false);
  }
}
