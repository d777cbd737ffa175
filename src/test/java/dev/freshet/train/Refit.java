package dev.freshet.train;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fits twice: first to find the best epoch on the validation part, then on all ratings for that
 * many epochs, so that no rating is lost for learning. The schedule of the rate is the same.
 */
final class Refit {

  private Refit() {}

  /**
   * As {@link Recipe#fit}; the epochs and the best epoch of the result are those of the first time.
   * Closed forms are only fitted once more.
   *
   * @param all ratings of {@code train} and {@code validation}
   */
  static <S extends Record> Trained fit(
      Recipe<S> recipe,
      RatingTable train,
      RatingTable validation,
      RatingTable all,
      S settings,
      Fitting fitting) {
    Trained first = recipe.fit(train, validation, settings, fitting);
    if (fitting.stop().getAsBoolean()) {
      return first;
    }
    AtomicInteger done = new AtomicInteger();
    Fitting again =
        new Fitting(
            fitting.seed(),
            fitting.threads(),
            fitting.kernels(),
            epoch -> {
              done.set(epoch.number());
              fitting.onEpoch().accept(epoch);
            },
            () ->
                fitting.stop().getAsBoolean()
                    || (first.bestEpoch() > 0 && done.get() >= first.bestEpoch()));
    Trained second = recipe.fit(all, all.select(new int[0]), settings, again);
    return new Trained(
        second.ratings(), second.topN(), second.tensors(), first.epochs(), first.bestEpoch());
  }
}
