package dev.freshet.measure;

import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Measures the time from producing a rating until a read-committed subscriber sees a list that
 * contains it, at a steady rate, on a broker in this process.
 */
public final class FreshnessBench {

  private static final String PREFIX = Prefix.DEFAULT;

  /** However long a generation takes, the load goes on. */
  private static final long UNTIL_OVER = Long.MAX_VALUE;

  private static final Duration SAY_EVERY = Duration.ofMinutes(2);
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final StreamSettings settings;
  private final FreshnessLoad load;
  private final Evaluation.StageProgress progress;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Histogram waitedMicros = new Histogram(3); // digits that are right
  private final List<FreshnessReport.Adopting> adopting = new ArrayList<>();
  private final Histogram lateMicros = new Histogram(3);
  private final AwaitedLists awaited;
  private volatile Histogram into = waitedMicros;
  private final Histogram backMicros = new SynchronizedHistogram(3);
  private double backAfter;
  private @Nullable LiveFlow back;
  private long behind;

  /**
   * What is asked for.
   *
   * @param rate ratings per second
   * @param duration that is measured
   * @param warmUp at the same rate before
   * @param movies in the catalogue
   * @param users who rate
   * @param historyPerUser ratings of each user before the warm-up, as fast as they go
   * @param pause least time between two ratings of the same user
   * @param partitions of every topic
   * @param instances of Freshet, each with both sides
   * @param generations that are trained and adopted afterwards, under the same load
   * @param rollback whether generation 0 is brought back in the end, under the same load: all that
   *     was ever rated is learned again
   */
  public record FreshnessLoad(
      double rate,
      Duration duration,
      Duration warmUp,
      int movies,
      int users,
      int historyPerUser,
      Duration pause,
      int partitions,
      int instances,
      int generations,
      boolean rollback) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they cannot be
     */
    public FreshnessLoad {
      if (!(rate > 0)
          || duration.isZero()
          || movies < 1
          || users < 1
          || partitions < 1
          || instances < 1) {
        throw new IllegalArgumentException(
            "rate, duration, movies, users, partitions and instances must be above zero");
      }
      if (historyPerUser < 0) {
        throw new IllegalArgumentException("history must not be negative");
      }
      if (generations < 0) {
        throw new IllegalArgumentException("retrain must not be negative");
      }
      if (rate * pause.toMillis() / 1e3 > .8 * users) {
        throw new IllegalArgumentException(
            "%d users who pause %d ms cannot give %s ratings/s: more users, or a shorter pause"
                .formatted(users, pause.toMillis(), rate));
      }
    }

    long count(Duration time) {
      return Math.max(1, Math.round(rate * time.toMillis() / 1e3));
    }
  }

  /**
   * A bench under a load; nothing runs yet.
   *
   * @param settings how Freshet runs, but for cluster, prefix and directory, which are the bench's
   *     own
   * @param progress is told
   */
  public FreshnessBench(
      StreamSettings settings, FreshnessLoad load, Evaluation.StageProgress progress) {
    this.settings = settings;
    this.load = load;
    this.progress = progress;
    this.awaited = new AwaitedLists(load.users(), micros -> into.recordValue(micros));
  }

  /**
   * Measures.
   *
   * @throws IllegalStateException if Freshet died or got stuck
   * @throws InterruptedException if the thread is interrupted; everything is stopped by then
   */
  public FreshnessReport run() throws InterruptedException {
    try (HeapPeak heap = HeapPeak.start();
        LocalSystem system =
            LocalSystem.start(EmbeddedBroker.Settings.temporary(), load.partitions())) {
      system.createTopics(PREFIX);
      StreamSettings here = system.on(settings, PREFIX);
      Tally tally = new Tally();
      InventedLoad invented =
          new InventedLoad(load.users(), load.movies(), here.scale(), load.pause(), 1);
      try (Instances instances = new Instances(here, load.instances(), tally, failure::set)) {
        instances.start();
        prepare(system, instances, tally, invented);
        Pacer.Held held = measure(system, here, instances, tally, invented);
        return report(here, held, heap);
      }
    }
  }

  private void prepare(LocalSystem system, Instances instances, Tally tally, InventedLoad invented)
      throws InterruptedException {
    progress.at("catalogue", 0, load.movies());
    int history = load.historyPerUser() * load.users();
    try (Replay replay = new Replay(kafka(system), PREFIX)) {
      replay.movies(invented.catalogue());
      Standstill still = new Standstill(SAY_EVERY);
      await(
          () -> {
            int read = instances.catalogueSize();
            progress.at(still.named("catalogue", read), read, load.movies());
            return read >= load.movies();
          });
      for (int i = 0; i < history; i++) {
        replay.rating(invented.past(i, System.currentTimeMillis()));
      }
      replay.flush();
    }
    Standstill still = new Standstill(SAY_EVERY);
    await(
        () -> {
          long learned = tally.learnedByMovies();
          String name = still.named("history", tally.handled() + learned + tally.lists());
          progress.at(name, Math.min(history, learned), history);
          return tally.handled() >= history
              && tally.learnedByMovies() >= tally.learned()
              && tally.dueLists() == 0;
        });
  }

  private static Map<String, Object> kafka(LocalSystem system) {
    return Map.of("bootstrap.servers", system.bootstrapServers());
  }

  private void await(BooleanSupplier holds) throws InterruptedException {
    Patience.await(() -> failure.get() != null || holds.getAsBoolean());
    throwIfFailed();
  }

  private void throwIfFailed() {
    Throwable died = failure.get();
    if (died != null) {
      throw new IllegalStateException("Freshet stopped: " + died, died);
    }
  }

  /** One continuous load; the first part of it only warms up. */
  private Pacer.Held measure(
      LocalSystem system,
      StreamSettings here,
      Instances instances,
      Tally tally,
      InventedLoad invented)
      throws InterruptedException {
    long warm = load.warmUp().isZero() ? 0 : load.count(load.warmUp());
    long measured = load.count(load.duration());
    Pacer pacer = new Pacer();
    try (ListSubscriber subscriber =
            new ListSubscriber(
                system.bootstrapServers(), Topic.RECOMMENDATIONS.name(PREFIX), awaited::seen);
        RatingProducer producer =
            new RatingProducer(
                kafka(system), PREFIX, problem -> failure.compareAndSet(null, problem))) {
      pacer.run(
          load.rate(),
          warm,
          this::hasFailed,
          (i, late) -> {
            send(producer, invented, false);
            tell("warming up", i, warm);
          });
      Pacer.Held held =
          pacer.run(
              load.rate(),
              measured,
              this::hasFailed,
              (i, late) -> {
                lateMicros.recordValue(late / 1_000);
                send(producer, invented, true);
                tell("measuring", i, measured);
              });
      behind = (long) load.historyPerUser() * load.users() + warm + held.count() - tally.handled();
      for (int generation = 0; generation < load.generations(); generation++) {
        retrain(system, here, pacer, producer, invented);
      }
      if (load.rollback()) {
        goBack(
            system,
            here,
            new LiveFlow(tally, instances, System.nanoTime()),
            pacer,
            producer,
            invented);
      }
      producer.flush();
      throwIfFailed();
      Patience.await(
          ANSWER_WITHIN,
          () -> {
            subscriber.throwIfFailed();
            return hasFailed() || awaited.awaited() == 0;
          });
      throwIfFailed();
      return held;
    }
  }

  /** Goes on with the load until a new generation is adopted: what is answered meanwhile counts. */
  private void retrain(
      LocalSystem system,
      StreamSettings here,
      Pacer pacer,
      RatingProducer producer,
      InventedLoad invented)
      throws InterruptedException {
    try (ForcedRetrain retrain = new ForcedRetrain(here)) {
      Histogram micros = new SynchronizedHistogram(3); // the subscriber may be late
      into = micros;
      retrain.request(kafka(system), PREFIX, null);
      pacer.run(
          load.rate(),
          UNTIL_OVER,
          () -> hasFailed() || retrain.isOver(),
          (i, late) -> {
            send(producer, invented, true);
            tell(retrain.named("retraining"), i, UNTIL_OVER);
          });
      into = new Histogram(3); // what is answered after the last adoption counts nowhere
      if (!hasFailed()) {
        adopting.add(adopting(micros, retrain.times()));
        pacer.run(
            load.rate(),
            load.count(SETTLE),
            this::hasFailed,
            (i, late) -> send(producer, invented, true));
      }
    }
  }

  /**
   * Goes on with the load until generation 0 is back everywhere, and some time after: whatever was
   * produced in all that time counts, whenever it is answered.
   */
  private void goBack(
      LocalSystem system,
      StreamSettings here,
      LiveFlow flow,
      Pacer pacer,
      RatingProducer producer,
      InventedLoad invented)
      throws InterruptedException {
    try (ForcedRetrain rollback = new ForcedRetrain(here)) {
      into = backMicros;
      rollback.request(kafka(system), PREFIX, 0);
      pacer.run(
          load.rate(),
          UNTIL_OVER,
          () -> hasFailed() || rollback.isOver(),
          (i, late) -> {
            send(producer, invented, true);
            flow.look(System.nanoTime());
            tell(rollback.named("going back"), i, UNTIL_OVER);
          });
      if (!hasFailed()) {
        backAfter = rollback.times().whole();
        pacer.run(
            load.rate(),
            load.count(SETTLE),
            this::hasFailed,
            (i, late) -> {
              send(producer, invented, true);
              flow.look(System.nanoTime());
            });
        back = flow;
      }
    }
  }

  private FreshnessReport.@Nullable Rollback rollback() {
    LiveFlow flow = back;
    return flow == null
        ? null
        : new FreshnessReport.Rollback(
            millis(backMicros, 50),
            millis(backMicros, 99),
            millis(backMicros, 100),
            backMicros.getTotalCount(),
            backAfter,
            flow.perSecond(),
            flow.slowest(),
            flow.mostOnTheWay());
  }

  private static FreshnessReport.Adopting adopting(Histogram micros, ForcedRetrain.Times times) {
    return new FreshnessReport.Adopting(
        millis(micros, 50), millis(micros, 90), millis(micros, 99), micros.getTotalCount(), times);
  }

  private boolean hasFailed() {
    return failure.get() != null;
  }

  private void tell(String stage, long done, long of) {
    if (done % Math.max(1, (long) load.rate()) == 0 || done + 1 == of) {
      progress.at(stage, done + 1, of == UNTIL_OVER ? done + 1 : of);
    }
  }

  private void send(RatingProducer producer, InventedLoad invented, boolean isMeasured) {
    producer.send(
        invented.next(System.currentTimeMillis()),
        isMeasured ? awaited::sent : (user, partition, offset, nanos) -> {});
  }

  private static double millis(Histogram micros, double percent) {
    return micros.getValueAtPercentile(percent) / 1e3;
  }

  private FreshnessReport report(StreamSettings here, Pacer.Held held, HeapPeak heap) {
    return new FreshnessReport(
        millis(waitedMicros, 50),
        millis(waitedMicros, 90),
        millis(waitedMicros, 99),
        millis(waitedMicros, 100),
        held.perSecond(),
        held.count(),
        awaited.awaited(),
        behind,
        awaited.lists(),
        millis(lateMicros, 99),
        heap.bytes(),
        new FreshnessReport.ReportedLoad(
            load.rate(),
            load.duration().toMillis() / 1e3,
            load.warmUp().toMillis() / 1e3,
            (long) load.historyPerUser() * load.users(),
            load.movies(),
            load.users(),
            load.pause().toMillis()),
        new FreshnessReport.Settings(
            load.partitions(),
            here.users().threads(),
            here.movies().threads(),
            here.exactlyOnce(),
            here.processing().commitInterval().toMillis(),
            here.users().lists().interval().toMillis(),
            here.users().lists().tick().toMillis(),
            here.sgd().rank(),
            load.instances()),
        List.copyOf(adopting),
        rollback());
  }
}
