package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a promoted model has come in showing that it is no worse than the one before.
 *
 * @param generation on probation
 * @param ratings learned since everybody has adopted it
 * @param of ratings that it takes
 * @param ends when it is over in any case; null before everybody has adopted it
 */
public record Probation(int generation, long ratings, int of, @Nullable Instant ends) {

  /**
   * The probation of the live generation, if it is on one.
   *
   * @param checkpoints newest record of each generation
   * @param reports newest of each partition
   */
  public static Optional<Probation> of(
      Checkpoints checkpoints, Collection<LearningProgress> reports, LiveWatch.Settings settings) {
    Checkpoint live = checkpoints.get(checkpoints.live());
    Checkpoint.Watch watch = live == null ? null : live.watch();
    if (live == null
        || watch == null
        || settings.window().ratings() == 0
        || !LiveWatch.isOnProbation(watch)) {
      return Optional.empty();
    }
    ErrorSums from = watch.from();
    long ratings = from == null ? 0 : Math.max(0, errors(reports).ratings() - from.ratings());
    Long adopted = adopted(live);
    return Optional.of(
        new Probation(
            live.generation(),
            ratings,
            settings.window().ratings(),
            adopted == null ? null : Instant.ofEpochMilli(adopted).plus(settings.longest())));
  }

  /**
   * When everybody had adopted a generation, milliseconds since the epoch; null before. Of records
   * from before that was noted it is when it was decided.
   */
  private static @Nullable Long adopted(Checkpoint live) {
    Checkpoint.Watch watch = live.watch();
    if (watch == null) {
      return live.decision().at();
    }
    return watch.from() != null && watch.adopted() == null
        ? (Long) live.decision().at()
        : watch.adopted();
  }

  /** How well the live model did on all ratings that were learned so far. */
  static ErrorSums errors(Collection<LearningProgress> reports) {
    return reports.stream()
        .filter(report -> report.side() == Side.USERS)
        .map(LearningProgress::errors)
        .reduce(ErrorSums.NONE, ErrorSums::plus);
  }

  /**
   * Time since everybody has adopted a generation; none before, where there is none, and where
   * clocks differ.
   */
  static Duration liveFor(@Nullable Checkpoint live, Instant now) {
    Long adopted = live == null ? null : adopted(live);
    if (adopted == null) {
      return Duration.ZERO;
    }
    Duration passed = Duration.between(Instant.ofEpochMilli(adopted), now);
    return passed.isNegative() ? Duration.ZERO : passed;
  }

  @Override
  public String toString() {
    String until =
        ends == null
            ? "once everybody has adopted it"
            : "or until " + ends.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
    return String.format(
        Locale.ROOT,
        "generation %d is on probation: %,d of %,d ratings, %s; nothing is retrained unasked",
        generation,
        ratings,
        of,
        until);
  }
}
