package dev.freshet.train.models;

import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Schedule;
import dev.freshet.train.Diverged;
import dev.freshet.train.Fitting;
import dev.freshet.train.GradientModel;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Trained;
import dev.freshet.train.Trainer;
import dev.freshet.train.TrainingException;
import dev.freshet.train.measures.Rmse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * The settings that all models trained by gradients share, in words a user gives.
 *
 * @param optimizer sgd, momentum, adam or adamw
 * @param rate learning rate at the start
 * @param decay of adamw, decoupled; the others have none
 * @param schedule constant, exponential (to a hundredth over all epochs) or cosine (to 0)
 * @param batch examples per step
 * @param epochs at most
 * @param patience epochs without a better validation error before training ends; 0 is no end
 */
record Descent(
    String optimizer,
    float rate,
    float decay,
    String schedule,
    int batch,
    int epochs,
    int patience) {

  private static final float MOMENTUM = .9f;

  /** What is left of the rate at the end of an exponential schedule. */
  private static final double LAST_RATE = .01;

  /**
   * Checks the numbers.
   *
   * @throws TrainingException if a number cannot be, or no optimiser or schedule is called so
   */
  Descent {
    Learnable.require(rate > 0 && rate < Float.POSITIVE_INFINITY, "rate must be above 0");
    Learnable.require(decay >= 0, "decay must be at least 0");
    Learnable.require(batch > 0, "batch must be at least 1");
    Learnable.require(epochs > 0, "epochs must be at least 1");
    Learnable.require(patience >= 0, "patience must be at least 0");
    optimizer(optimizer, rate, decay);
    schedule(schedule, epochs);
  }

  /** Settings of the trainer; a patience of 0 becomes the number of epochs. */
  Trainer.Settings settings() {
    return new Trainer.Settings(
        batch,
        epochs,
        patience == 0 ? epochs : patience,
        optimizer(optimizer, rate, decay),
        schedule(schedule, epochs),
        0,
        0);
  }

  private static Optimizer.Settings optimizer(String name, float rate, float decay) {
    return switch (name) {
      case "sgd" -> new Optimizer.Sgd(rate);
      case "momentum" -> new Optimizer.Momentum(rate, MOMENTUM);
      case "adam" -> new Optimizer.Adam(rate);
      case "adamw" -> new Optimizer.AdamW(rate, decay);
      default ->
          throw new TrainingException(
              "no optimizer is called '" + name + "'; there are sgd, momentum, adam, adamw");
    };
  }

  private static Schedule schedule(String name, int epochs) {
    return switch (name) {
      case "constant" -> Schedule.constant();
      case "exponential" -> Schedule.exponential(Math.pow(LAST_RATE, 1.0 / epochs));
      case "cosine" -> Schedule.cosine(epochs, 1);
      default ->
          throw new TrainingException(
              "no schedule is called '" + name + "'; there are constant, exponential, cosine");
    };
  }

  /**
   * Trains a model of ratings; the epoch with the lowest validation RMSE counts.
   *
   * @param fixed tensors to be saved with what was learned
   */
  <M extends GradientModel & RatingModel> Trained fit(
      M model, RatingTable validation, Map<String, FMatrixRMaj> fixed, Fitting fitting) {
    List<Fitting.Epoch> epochs;
    try {
      epochs = Trainer.run(model, () -> Rmse.of(model, validation), settings(), fitting);
    } catch (Diverged e) {
      int best = Trainer.best(e.good());
      throw e.keeping(new Trained(model, null, tensors(model, fixed), e.good(), best));
    }
    return new Trained(model, null, tensors(model, fixed), epochs, Trainer.best(epochs));
  }

  /** Everything learned, by name, and what was fixed. */
  static Map<String, FMatrixRMaj> tensors(GradientModel model, Map<String, FMatrixRMaj> fixed) {
    Map<String, FMatrixRMaj> tensors = new LinkedHashMap<>(fixed);
    for (Parameter parameter : model.parameters()) {
      tensors.put(parameter.name(), parameter.value());
    }
    return tensors;
  }
}
