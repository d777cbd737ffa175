package dev.freshet.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * The meters of generations. Counters exist at zero from the start in every process. Only the
 * trainer knows what the gauges show: they are absent elsewhere, and before there is anything to
 * show.
 */
public final class RetrainMeters {

  /** What becomes of candidates: the values of the tag {@code fate}. */
  public static final List<String> FATES = List.of("promoted", "refused", "failed", "rolled-back");

  /**
   * What the gauges show; NaN where nothing is known.
   *
   * @param rmse of the newest judged candidate
   * @param rmseLive of the live model on the same ratings
   * @param gain mean squared error of the live model less the candidate's
   * @param ndcg mean NDCG@10 of the candidate's lists
   * @param ndcgLive mean NDCG@10 of the live model's lists, before the same takes
   * @param snapshotSeconds to read the ratings
   * @param trainSeconds to train
   * @param gateSeconds to judge
   * @param publishSeconds to publish
   * @param adoption share of partitions in the live generation
   * @param errorBefore live RMSE over that of biases alone before the live generation
   * @param errorAfter live RMSE over that of biases alone in the first window after its adoption
   * @param errorNewest live RMSE over that of biases alone in the newest window
   */
  public record Figures(
      double rmse,
      double rmseLive,
      double gain,
      double ndcg,
      double ndcgLive,
      double snapshotSeconds,
      double trainSeconds,
      double gateSeconds,
      double publishSeconds,
      double adoption,
      double errorBefore,
      double errorAfter,
      double errorNewest) {
    private static final double NAN = Double.NaN;

    /** The figures of a process that knows none: all are NaN. */
    static final Figures NONE =
        new Figures(NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN);
  }

  private final MeterRegistry registry;
  private final CounterFamily fates;
  private final Counter rollbacks;
  private final Counter skipped;
  private final AtomicInteger failing = new AtomicInteger();
  private final AtomicInteger trainers = new AtomicInteger();
  private volatile double decidedAt = Double.NaN;
  private volatile Figures figures = Figures.NONE;

  RetrainMeters(MeterRegistry registry) {
    this.registry = registry;
    fates = new CounterFamily(registry, FreshetMeter.CHECKPOINTS, "fate", FATES.stream());
    rollbacks =
        Counter.builder(FreshetMeter.ROLLBACKS.meterName())
            .description(FreshetMeter.ROLLBACKS.description())
            .register(registry);
    skipped =
        Counter.builder(FreshetMeter.RETRAIN_SKIPPED.meterName())
            .baseUnit(FreshetMeter.RETRAIN_SKIPPED.unit())
            .description(FreshetMeter.RETRAIN_SKIPPED.description())
            .register(registry);
    Gauge.builder(FreshetMeter.RETRAIN_FAILURES.meterName(), failing, AtomicInteger::get)
        .description(FreshetMeter.RETRAIN_FAILURES.description())
        .register(registry);
    Gauge.builder(FreshetMeter.TRAINER.meterName(), trainers, AtomicInteger::get)
        .description(FreshetMeter.TRAINER.description())
        .register(registry);
    Gauge.builder(FreshetMeter.CHECKPOINT_DECIDED.meterName(), this, meters -> meters.decidedAt)
        .baseUnit(FreshetMeter.CHECKPOINT_DECIDED.unit())
        .description(FreshetMeter.CHECKPOINT_DECIDED.description())
        .register(registry);
    gauge(FreshetMeter.CHECKPOINT_RMSE, Figures::rmse, "model", "candidate");
    gauge(FreshetMeter.CHECKPOINT_RMSE, Figures::rmseLive, "model", "live");
    gauge(FreshetMeter.CHECKPOINT_GAIN, Figures::gain);
    gauge(FreshetMeter.CHECKPOINT_NDCG, Figures::ndcg, "model", "candidate");
    gauge(FreshetMeter.CHECKPOINT_NDCG, Figures::ndcgLive, "model", "live");
    gauge(FreshetMeter.CHECKPOINT_PHASE, Figures::snapshotSeconds, "phase", "snapshot");
    gauge(FreshetMeter.CHECKPOINT_PHASE, Figures::trainSeconds, "phase", "train");
    gauge(FreshetMeter.CHECKPOINT_PHASE, Figures::gateSeconds, "phase", "gate");
    gauge(FreshetMeter.CHECKPOINT_PHASE, Figures::publishSeconds, "phase", "publish");
    gauge(FreshetMeter.ADOPTION, Figures::adoption);
    gauge(FreshetMeter.LIVE_ERROR, Figures::errorBefore, "window", "before");
    gauge(FreshetMeter.LIVE_ERROR, Figures::errorAfter, "window", "after");
    gauge(FreshetMeter.LIVE_ERROR, Figures::errorNewest, "window", "newest");
  }

  private void gauge(FreshetMeter meter, ToDoubleFunction<Figures> figure, String... tags) {
    Gauge.builder(meter.meterName(), this, meters -> figure.applyAsDouble(meters.figures))
        .baseUnit(meter.unit())
        .description(meter.description())
        .tags(tags)
        .register(registry);
  }

  /** A candidate was decided; {@code fate} is one of {@link #FATES}. */
  public void decided(String fate) {
    fates.increment(fate);
  }

  /** An earlier generation came back without being asked for. */
  public void rolledBackByItself() {
    rollbacks.increment();
  }

  /** How often in a row retraining failed; 0 once all is well. */
  public void failing(int times) {
    failing.set(times);
  }

  /** Whether the group made this process the trainer. Who no longer is knows no figures. */
  public void onDuty(boolean isTrainer) {
    trainers.set(isTrainer ? 1 : 0);
    if (!isTrainer) {
      decidedAt = Double.NaN;
      figures = Figures.NONE;
    }
  }

  /** When the newest candidate was decided, milliseconds since the epoch. */
  public void decidedAt(long millis) {
    decidedAt = millis / 1e3;
  }

  /** The trainer passed over a record that it cannot read. */
  public void skipped() {
    skipped.increment();
  }

  /** What the gauges show from now on. */
  public void show(Figures now) {
    figures = now;
  }
}
