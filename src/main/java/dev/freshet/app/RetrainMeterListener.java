package dev.freshet.app;

import dev.freshet.metrics.RetrainMeters;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.Standing;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.ErrorSums;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns what the trainer does into meters. */
public final class RetrainMeterListener implements RetrainListener {

  private final RetrainMeters meters;
  private final Consumer<Checkpoint> candidates;

  /**
   * A listener.
   *
   * @param candidates is told each candidate's fate
   */
  public RetrainMeterListener(RetrainMeters meters, Consumer<Checkpoint> candidates) {
    this.meters = meters;
    this.candidates = candidates;
  }

  /** An earlier generation that comes back counts as what became of the one it replaces. */
  @Override
  public void decided(Checkpoint checkpoint) {
    boolean isBack =
        checkpoint.lineage().restores() != null && checkpoint.fate() == Checkpoint.Fate.PROMOTED;
    Checkpoint.Fate fate = isBack ? Checkpoint.Fate.ROLLED_BACK : checkpoint.fate();
    meters.decided(fate.toString());
    if (isBack && checkpoint.trigger() == Checkpoint.Trigger.WATCH) {
      meters.rolledBackByItself();
    }
    candidates.accept(checkpoint);
  }

  @Override
  public void looked(Standing standing) {
    Checkpoint judged = standing.judged();
    Checkpoint.Watch watch = standing.live() == null ? null : standing.live().watch();
    meters.show(
        new RetrainMeters.Figures(
            figure(judged, c -> c.judgement().rmse()),
            figure(judged, c -> c.judgement().rmseLive()),
            figure(judged, c -> c.judgement().gain()),
            figure(judged, c -> c.rankingOrNone().ndcg()),
            figure(judged, c -> c.rankingOrNone().ndcgLive()),
            figure(judged, c -> c.seconds().snapshot()),
            figure(judged, c -> c.seconds().train()),
            figure(judged, c -> c.seconds().gate()),
            figure(judged, c -> c.seconds().publish()),
            standing.adoption(),
            relative(watch, Checkpoint.Watch::before),
            relative(watch, Checkpoint.Watch::after),
            relative(watch, Checkpoint.Watch::newest)));
  }

  @Override
  public void decidedAt(long millis) {
    meters.decidedAt(millis);
  }

  @Override
  public void onDuty(boolean isTrainer) {
    meters.onDuty(isTrainer);
  }

  @Override
  public void failing(int times) {
    meters.failing(times);
  }

  @Override
  public void skipped() {
    meters.skipped();
  }

  private static double figure(
      @Nullable Checkpoint of, Function<Checkpoint, @Nullable Double> figure) {
    Double value = of == null ? null : figure.apply(of);
    return value == null ? Double.NaN : value;
  }

  private static double relative(
      Checkpoint.@Nullable Watch of, Function<Checkpoint.Watch, @Nullable ErrorSums> window) {
    ErrorSums sums = of == null ? null : window.apply(of);
    return sums == null ? Double.NaN : sums.relative();
  }
}
