package dev.freshet.train;

/**
 * How one kind of model is made from ratings: its name, its settings and their defaults, and the
 * fitting.
 *
 * @param <S> settings: a record whose components are the names a user may set
 */
public interface Recipe<S extends Record> {

  /** The name that users choose it by, such as {@code biased-mf}. */
  String name();

  /** One sentence for the help. */
  String description();

  /** Defaults for data of this size; they may depend on counts, never on what is held out. */
  S defaults(RatingTable train);

  /** Whether its models are {@link FoldIn}, so that users may be held out of the training. */
  default boolean takesNewcomers() {
    return false;
  }

  /**
   * Whether its models are {@link TopNModel}: they learn likes, which other events than ratings
   * tell of, too.
   */
  default boolean isTopN() {
    return false;
  }

  /** What {@link Fitting.Epoch#validationError} is for this kind of model. */
  default String errorName() {
    return "RMSE";
  }

  /**
   * Fits a model.
   *
   * @param train what it learns from
   * @param validation what chooses the epoch; may be empty, then the last epoch counts
   * @param settings its settings
   * @param fitting seed, threads and who listens
   * @throws TrainingException if the data cannot be learned from or the loss diverged: says what to
   *     do
   */
  Trained fit(RatingTable train, RatingTable validation, S settings, Fitting fitting);
}
