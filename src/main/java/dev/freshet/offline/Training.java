package dev.freshet.offline;

import dev.freshet.autodiff.Kernels;
import dev.freshet.modelfile.TrainingReport;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Split;
import dev.freshet.train.Trained;
import dev.freshet.train.measures.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fits a model and measures it. A part of the training set is kept from the model to choose the
 * epoch; then the model may learn again from the whole of it, for as many epochs as were best. The
 * test part is looked at once, at the end.
 *
 * @param seed of everything that is drawn
 * @param threads that share a batch
 * @param kernels for dense products
 * @param refit whether to learn again from the whole training set
 * @param progress is told each epoch
 * @param stop true ends training; what is best so far counts
 */
public record Training(
    long seed,
    int threads,
    Kernels kernels,
    boolean refit,
    EpochListener progress,
    BooleanSupplier stop) {

  /** Told how far training is. */
  public interface EpochListener {
    /**
     * An epoch is over.
     *
     * @param stage what is being fitted, for people
     */
    void at(String stage, Fitting.Epoch epoch);
  }

  /**
   * A model and its figures.
   *
   * @param model what was learned last
   * @param choosing epochs of the fit that chose the best
   * @param bestEpoch of these
   * @param refitted whether the model learned from the whole training set
   * @param test figures on the test part
   * @param validation figures on the validation part, of the fit that chose
   * @param seconds that fitting took
   */
  public record Result(
      Trained model,
      List<Fitting.Epoch> choosing,
      int bestEpoch,
      boolean refitted,
      TrainingReport.Scores test,
      TrainingReport.Scores validation,
      double seconds) {}

  /** Fits and measures. */
  public <S extends Record> Result run(
      Recipe<S> recipe, S settings, Split.Parts parts, Split validationSplit) {
    long start = System.nanoTime();
    Split.Parts inner = validationSplit.divide(parts.train(), seed + 1);
    Trained first = recipe.fit(inner.train(), inner.test(), settings, fitting(recipe.name(), stop));
    boolean again = refit && inner.test().size() > 0 && !stop.getAsBoolean();
    Trained whole = again ? again(recipe, settings, parts.train(), first) : null;
    double seconds = (System.nanoTime() - start) * 1e-9;
    Trained model = whole == null ? first : whole;
    return new Result(
        model,
        first.epochs(),
        first.bestEpoch(),
        whole != null,
        Measure.of(model, parts),
        validation(first, inner.test()),
        seconds);
  }

  /** The figures of a model that was fitted to the training part less the validation part. */
  public Result measured(Trained model, Split.Parts parts, Split validationSplit) {
    RatingTable validation = validationSplit.divide(parts.train(), seed + 1).test();
    return new Result(
        model,
        model.epochs(),
        model.bestEpoch(),
        false,
        Measure.of(model, parts),
        validation(model, validation),
        model.epochs().stream().mapToDouble(Fitting.Epoch::seconds).sum());
  }

  /** Null where it was stopped before it came as far as the first. */
  private <S extends Record> @Nullable Trained again(
      Recipe<S> recipe, S settings, RatingTable train, Trained first) {
    AtomicInteger done = new AtomicInteger();
    int enough = first.epochs().isEmpty() ? Integer.MAX_VALUE : first.bestEpoch();
    Fitting fitting =
        new Fitting(
            seed,
            threads,
            kernels,
            epoch -> {
              done.set(epoch.number());
              progress.at(recipe.name() + ", all", upTo(epoch, enough));
            },
            () -> stop.getAsBoolean() || done.get() >= enough);
    Trained whole = recipe.fit(train, train.select(new int[0]), settings, fitting);
    return stop.getAsBoolean() && done.get() < enough ? null : whole;
  }

  private static Fitting.Epoch upTo(Fitting.Epoch epoch, int last) {
    return new Fitting.Epoch(
        epoch.number(),
        Math.min(epoch.of(), last),
        epoch.loss(),
        epoch.validationError(),
        epoch.seconds());
  }

  private Fitting fitting(String stage, BooleanSupplier until) {
    return new Fitting(seed, threads, kernels, epoch -> progress.at(stage, epoch), until);
  }

  private static TrainingReport.Scores validation(Trained model, RatingTable validation) {
    Double error = null;
    for (Fitting.Epoch epoch : model.epochs()) {
      if (epoch.number() == model.bestEpoch()) {
        error = epoch.validationError();
      }
    }
    if (model.ratings() == null) {
      return TrainingReport.Scores.only(
          validation.size(), null, error == null ? null : Measure.figure(1 - error));
    }
    if (error == null) {
      float[] predicted = model.ratings().predict(validation.user(), validation.movie());
      error = Metrics.rmse(predicted, validation.rating());
    }
    return TrainingReport.Scores.only(validation.size(), Measure.figure(error), null);
  }
}
