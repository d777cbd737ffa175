package dev.freshet.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loss or the parameters left all bounds. When this is thrown the model's parameters hold the
 * last good state: the best epoch, or the start values where no epoch was good.
 */
public final class Diverged extends TrainingException {

  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final transient List<Fitting.Epoch> good;
  private transient @Nullable Trained kept;

  Diverged(int epoch, String what, float rate, List<Fitting.Epoch> good) {
    super(
        "training diverged in epoch "
            + epoch
            + ": "
            + what
            + "; use a learning rate below "
            + rate
            + (good.isEmpty()
                ? ""
                : "; the parameters of epoch " + Trainer.best(good) + " are kept"));
    this.epoch = epoch;
    this.good = List.copyOf(good);
  }

  /** The model with its last good state; null where no epoch was good. */
  public @Nullable Trained kept() {
    return kept;
  }

  /** Sets the model with the last good state, where an epoch was good; returns this. */
  public Diverged keeping(Trained model) {
    kept = good.isEmpty() ? null : model;
    return this;
  }

  /** Number of the epoch in which it happened. */
  public int epoch() {
    return epoch;
  }

  /**
   * The epochs before it; empty where the first diverged, and there is nothing worth keeping.
   * {@link Trainer#best} of them is what the parameters hold.
   */
  public List<Fitting.Epoch> good() {
    return good;
  }
}
