package dev.freshet.train;

import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Fits a {@link GradientModel} in epochs of shuffled mini-batches and keeps the best epoch. With
 * one number of threads and one seed the numbers are the same to the bit in every run.
 */
public final class Trainer {

  /** A mean loss this many times the first epoch's will not come back. */
  private static final double DIVERGED = 1e3;

  /**
   * How to train.
   *
   * @param batch examples per step, at least 1; more than there are means all
   * @param epochs most epochs, at least 1
   * @param patience epochs in a row without a better validation error before training ends; 0 for
   *     no such end
   * @param optimizer and its rate
   * @param schedule what its rate is multiplied by
   * @param clip largest norm of a batch's gradient (after division by its weight); 0 for any
   * @param tolerance ends training after an epoch that moved the parameters by at most this, ‖w⁺ −
   *     w‖ / ‖w‖; 0 for no such end
   */
  public record Settings(
      int batch,
      int epochs,
      int patience,
      Optimizer.Settings optimizer,
      Schedule schedule,
      float clip,
      float tolerance) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the first setting that cannot be
     */
    public Settings {
      require(batch >= 1, "batch: at least 1", batch);
      require(epochs >= 1, "epochs: at least 1", epochs);
      require(patience >= 0, "patience: at least 0", patience);
      require(optimizer.rate() > 0, "rate: above 0", optimizer.rate());
      require(clip >= 0, "clip: at least 0", clip);
      require(tolerance >= 0, "tolerance: at least 0", tolerance);
    }

    private static void require(boolean holds, String what, Number given) {
      if (!holds) {
        throw new IllegalArgumentException(what + ", not " + given);
      }
    }
  }

  private final GradientModel model;
  private final DoubleSupplier validationError;
  private final Settings settings;
  private final Fitting fitting;
  private final List<Parameter> parameters;
  private final List<Fitting.Epoch> epochs = new ArrayList<>();
  private final ParameterSnapshot best;
  private final int[] order;
  private final SplittableRandom shuffles;

  private Trainer(
      GradientModel model, DoubleSupplier validationError, Settings settings, Fitting fitting) {
    this.model = model;
    this.validationError = validationError;
    this.settings = settings;
    this.fitting = fitting;
    this.parameters = model.parameters();
    this.best = new ParameterSnapshot(parameters);
    this.order = new int[model.examples()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    this.shuffles = new SplittableRandom(fitting.seed()).split();
  }

  /**
   * Trains until the epochs are through, a stop rule holds or {@link Fitting#stop} says so.
   * Afterwards the parameters hold the values of the {@linkplain #best best} epoch. An epoch that
   * was stopped before its end does not count; if it was the first, its values stay.
   *
   * @param validationError asked after each epoch, on the calling thread, with the parameters as
   *     they are then; NaN where there is nothing to validate with
   * @return all complete epochs
   * @throws TrainingException if there are no examples
   * @throws Diverged if loss or parameters are NaN or infinite or the loss exceeds 1,000 times that
   *     of the first epoch; the parameters hold the best epoch before that
   */
  public static List<Fitting.Epoch> run(
      GradientModel model, DoubleSupplier validationError, Settings settings, Fitting fitting) {
    if (model.examples() == 0) {
      throw new TrainingException("there is nothing to train on: give more ratings");
    }
    return new Trainer(model, validationError, settings, fitting).run();
  }

  /**
   * Number of the epoch that counts: the first with the lowest validation error; the last where no
   * epoch has one; 0 where there is no epoch.
   */
  public static int best(List<Fitting.Epoch> epochs) {
    int best = 0;
    double lowest = Double.NaN;
    for (Fitting.Epoch epoch : epochs) {
      boolean lower = epoch.validationError() < lowest;
      if (Double.isNaN(lowest) || lower) {
        best = epoch.number();
        lowest = epoch.validationError();
      }
    }
    return best;
  }

  private List<Fitting.Epoch> run() {
    ParameterSnapshot before = settings.tolerance > 0 ? new ParameterSnapshot(parameters) : null;
    Optimizer optimizer = settings.optimizer.create(parameters);
    try (Workers workers = new Workers(fitting.threads())) {
      BatchStep step = new BatchStep(model, optimizer, settings.clip, workers, fitting);
      for (int number = 1; number <= settings.epochs; number++) {
        boolean complete = epoch(number, step);
        if (!complete || isOutOfPatience()) {
          break;
        }
        if (before != null) {
          if (before.relativeChange() <= settings.tolerance) {
            break;
          }
          before.take();
        }
      }
    }
    if (!epochs.isEmpty()) {
      best.restore();
    }
    return List.copyOf(epochs);
  }

  /** Runs an epoch and says whether it came to its end. */
  private boolean epoch(int number, BatchStep step) {
    long start = System.nanoTime();
    if (settings.batch < order.length) { // One batch of all has no order.
      shuffle();
    }
    double loss = 0;
    long weights = 0;
    for (int from = 0; from < order.length; from += settings.batch) {
      if (fitting.stop().getAsBoolean()) {
        return false;
      }
      int to = (int) Math.min((long) from + settings.batch, order.length);
      int weight = model.weight(order, from, to);
      double done = number - 1 + (double) from / order.length;
      float rate = settings.optimizer.rate() * settings.schedule.factor(done);
      loss += step.run(order, from, to, weight, rate);
      weights += weight;
      if (!Double.isFinite(loss)) {
        throw diverged(number, "the loss is " + loss);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    finish(number, loss / Math.max(weights, 1), seconds);
    return true;
  }

  /** Judges an epoch, keeps its parameters if it is the best so far, and tells of it. */
  private void finish(int number, double loss, double seconds) {
    if (!ParameterSnapshot.isFinite(parameters)) {
      throw diverged(number, "a parameter is not a finite number");
    }
    if (!epochs.isEmpty() && loss > DIVERGED * epochs.get(0).loss()) {
      throw diverged(number, "the loss is " + loss + " after " + epochs.get(0).loss());
    }
    double error = validationError.getAsDouble();
    Fitting.Epoch epoch = new Fitting.Epoch(number, settings.epochs, loss, error, seconds);
    epochs.add(epoch);
    if (best(epochs) == number) {
      best.take();
    }
    fitting.onEpoch().accept(epoch);
  }

  private Diverged diverged(int number, String what) {
    best.restore();
    return new Diverged(number, what, settings.optimizer.rate(), epochs);
  }

  private boolean isOutOfPatience() {
    return settings.patience > 0 && epochs.size() - best(epochs) >= settings.patience;
  }

  /** Fisher and Yates's shuffle of the order that was. */
  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = shuffles.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
  }
}
