package dev.freshet.console;

import dev.freshet.train.Fitting;
import java.util.Locale;

/** A progress bar for each fit: epochs, time left, loss and validation error. Not thread-safe. */
public final class EpochBar implements AutoCloseable {

  private final StageBar bar = new StageBar();
  private final String errorName;

  /** A bar for models of several kinds. */
  public EpochBar() {
    this("validation");
  }

  /**
   * A bar for one kind of model.
   *
   * @param errorName what its validation error is, for people
   */
  public EpochBar(String errorName) {
    this.errorName = errorName;
  }

  /**
   * Shows that an epoch is over.
   *
   * @param stage what is being fitted, for people
   */
  public void at(String stage, Fitting.Epoch epoch) {
    bar.at(stage, epoch.number(), epoch.of(), text(epoch));
  }

  private String text(Fitting.Epoch epoch) {
    String loss = String.format(Locale.ROOT, "loss %.3f", epoch.loss());
    return Double.isNaN(epoch.validationError())
        ? loss
        : loss + String.format(Locale.ROOT, ", %s %.4f", errorName, epoch.validationError());
  }

  @Override
  public void close() {
    bar.close();
  }
}
