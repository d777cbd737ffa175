package dev.freshet.metrics;

import dev.freshet.wire.Arm;
import dev.freshet.wire.Side;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Freshet's own meters, as its processors use them: from any thread, cheap enough for every rating.
 * Everything that can be counted exists at zero from the start, so that a healthy system has no
 * empty pictures. Gauges are added once their sources exist; each can be added only once.
 */
public final class FreshetMeters {

  /** Why a list is refreshed: the values of its tag {@code reason}. */
  public static final List<String> LIST_REASONS = List.of("rating", "checkpoint", "catalogue");

  private static final List<String> SIDES = Stream.of(Side.values()).map(Side::toString).toList();

  /**
   * Edges of the freshness histogram, dense around the goals of 200 to 500 ms. The minutes are for
   * what waits in an outage or a backlog.
   */
  private static final Duration[] FRESHNESS_EDGES =
      Stream.of(
              50, 100, 150, 200, 250, 350, 500, 750, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
              120_000, 300_000, 600_000, 1_800_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final CounterFamily learned;
  private final CounterFamily outcomes;
  private final CounterFamily rejected;
  private final CounterFamily unreadable;
  private final CounterFamily listsSent;
  private final CounterFamily stepsRefused;
  private final Counter throttled;
  private final Counter unknownUntold;
  private final Timer freshness;
  private final Timer listComputation;
  private final LiveRecallMeters recall;
  private final List<SlidingRmse> online;
  private final List<SlidingRmse> bias;
  private final List<SlidingRmse> mean;

  /**
   * Registers everything that is counted, timed or slides.
   *
   * @param rejectionReasons all reason codes, to exist at zero
   * @param rmseWindows sizes of the sliding windows of errors, in ratings, each once
   * @param setAsideFrom topics and stores that may hold what cannot be read, to exist at zero
   */
  public FreshetMeters(
      MeterRegistry registry,
      Collection<String> rejectionReasons,
      List<Integer> rmseWindows,
      Collection<String> setAsideFrom) {
    this.registry = registry;
    learned = family(FreshetMeter.LEARNED, "side", SIDES.stream());
    outcomes =
        family(FreshetMeter.OUTCOMES, "outcome", Stream.of(Outcome.values()).map(Outcome::tag));
    rejected = family(FreshetMeter.REJECTED, "reason", rejectionReasons.stream());
    unreadable = family(FreshetMeter.UNREADABLE, "where", setAsideFrom.stream());
    listsSent = family(FreshetMeter.LISTS_SENT, "reason", LIST_REASONS.stream());
    stepsRefused = family(FreshetMeter.STEPS_REFUSED, "side", SIDES.stream());
    unknownUntold =
        Counter.builder(FreshetMeter.UNKNOWN_UNTOLD.meterName())
            .baseUnit(FreshetMeter.UNKNOWN_UNTOLD.unit())
            .description(FreshetMeter.UNKNOWN_UNTOLD.description())
            .register(registry);
    throttled =
        Counter.builder(FreshetMeter.THROTTLED.meterName())
            .baseUnit(FreshetMeter.THROTTLED.unit())
            .description(FreshetMeter.THROTTLED.description())
            .register(registry);
    freshness =
        timer(FreshetMeter.FRESHNESS).serviceLevelObjectives(FRESHNESS_EDGES).register(registry);
    listComputation = timer(FreshetMeter.LIST_COMPUTATION).register(registry);
    recall = new LiveRecallMeters(registry);
    online = errors("online", rmseWindows);
    bias = errors("bias", rmseWindows);
    mean = errors("mean", rmseWindows);
    for (int w = 0; w < rmseWindows.size(); w++) {
      gauge(FreshetMeter.RMSE_WINDOW, online.get(w)::count, "window", "" + rmseWindows.get(w));
    }
  }

  /**
   * The user side learned a rating: counts it, its outcome, and the errors of three predictions
   * made before the step.
   *
   * @param prediction of the model as it was
   * @param baseline of biases alone
   * @param globalMean of the mean alone
   * @param rating what the user gave
   */
  public void learned(float prediction, float baseline, float globalMean, float rating) {
    learned.increment(Side.USERS.toString());
    outcomes.increment(Outcome.LEARNED.tag());
    for (int w = 0; w < online.size(); w++) {
      online.get(w).add(prediction, rating);
      bias.get(w).add(baseline, rating);
      mean.get(w).add(globalMean, rating);
    }
  }

  /**
   * A user to whom a list was sent took a movie.
   *
   * @param generation of the list
   * @param arm of the list
   * @param place of the movie in it, 1 the best; 0 if it was not there
   * @param isPopular whether a list by popularity would have had it
   * @param ageMillis of the list
   */
  public void taken(int generation, Arm arm, int place, boolean isPopular, long ageMillis) {
    recall.taken(generation, arm, place, isPopular, ageMillis);
  }

  /** The movie side took its step for a rating. */
  public void movieLearned() {
    learned.increment(Side.MOVIES.toString());
  }

  /**
   * An accepted event that taught nothing, or took something back.
   *
   * @throws IllegalArgumentException for {@link Outcome#LEARNED}, which {@link #learned} counts
   */
  public void outcome(Outcome outcome) {
    if (outcome == Outcome.LEARNED) {
      throw new IllegalArgumentException("a learned rating is counted by learned(...)");
    }
    outcomes.increment(outcome.tag());
  }

  /** A record went to ratings-rejected. */
  public void rejected(String reasonCode) {
    rejected.increment(reasonCode);
  }

  /** What a topic or a store held could not be read; {@code where} is its name. */
  public void unreadable(String where) {
    unreadable.increment(where);
  }

  /** A list was handed to the producer; {@code reason} is one of {@link #LIST_REASONS}. */
  public void listSent(String reason) {
    listsSent.increment(reason);
  }

  /**
   * A list that contains a new rating was handed to the producer.
   *
   * @param nanosSinceArrival since the rating's record arrived in the ratings topic; what clocks of
   *     two machines make negative counts as 0
   */
  public void freshness(long nanosSinceArrival) {
    freshness.record(Math.max(0, nanosSinceArrival), TimeUnit.NANOSECONDS);
  }

  /** A list was scored and chosen in that time. */
  public void listComputed(long nanos) {
    listComputation.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The user side was held back that long by the bound on staleness. */
  public void throttled(long nanos) {
    throttled.increment(nanos / 1e9);
  }

  /** A rating was taken though nobody could tell whether its movie is in the catalogue. */
  public void unknownUntold() {
    unknownUntold.increment();
  }

  /** A step was not stored because a factor was not finite. */
  public void stepRefused(Side side) {
    stepsRefused.increment(side.toString());
  }

  /** Ratings learned by the user side and not yet by the movie side. */
  public void staleness(LongSupplier ratings) {
    gauge(FreshetMeter.STALENESS, ratings::getAsLong);
  }

  /** The staleness above which the user side waits. */
  public void stalenessBound(LongSupplier ratings) {
    gauge(FreshetMeter.STALENESS_BOUND, ratings::getAsLong);
  }

  /** Users whose list waits to be refreshed. */
  public void listsDue(LongSupplier lists) {
    gauge(FreshetMeter.LISTS_DUE, lists::getAsLong);
  }

  /** Movies whose factors the replica holds. */
  public void replicaMovies(LongSupplier movies) {
    gauge(FreshetMeter.REPLICA_MOVIES, movies::getAsLong);
  }

  /** Movies in the catalogue. */
  public void catalogueMovies(LongSupplier movies) {
    gauge(FreshetMeter.CATALOGUE_MOVIES, movies::getAsLong);
  }

  /** Memory in use of the cache that all stores of this process share. */
  public void blockCache(LongSupplier bytes) {
    gauge(FreshetMeter.BLOCK_CACHE, bytes::getAsLong);
  }

  /** Whether the Kafka cluster answers. */
  public void brokerReachable(BooleanSupplier reachable) {
    gauge(FreshetMeter.BROKER_REACHABLE, () -> reachable.getAsBoolean() ? 1 : 0);
  }

  /** Entries of a state store on this instance, as they are estimated. */
  public void storeEntries(String store, LongSupplier entries) {
    gauge(FreshetMeter.STORE_ENTRIES, entries::getAsLong, "store", store);
  }

  /** The generation of factors in use. */
  public void generation(Side side, LongSupplier generation) {
    gauge(FreshetMeter.GENERATION, generation::getAsLong, "side", side.toString());
  }

  /** Whether this side's application is running. */
  public void running(Side side, BooleanSupplier running) {
    gauge(FreshetMeter.RUNNING, () -> running.getAsBoolean() ? 1 : 0, "side", side.toString());
  }

  private List<SlidingRmse> errors(String model, List<Integer> windows) {
    return windows.stream().map(window -> errors(model, window)).toList();
  }

  private SlidingRmse errors(String model, int window) {
    SlidingRmse errors = new SlidingRmse(window);
    gauge(FreshetMeter.RMSE, errors::value, "model", model, "window", Integer.toString(window));
    return errors;
  }

  private CounterFamily family(FreshetMeter meter, String tag, Stream<String> values) {
    return new CounterFamily(registry, meter, tag, values);
  }

  private static Timer.Builder timer(FreshetMeter meter) {
    return Timer.builder(meter.meterName()).description(meter.description());
  }

  private void gauge(FreshetMeter meter, DoubleSupplier value, String... tags) {
    if (registry.find(meter.meterName()).tags(tags).gauge() != null) {
      throw new IllegalStateException(
          "gauge " + meter.meterName() + " " + List.of(tags) + " was added before");
    }
    Gauge.builder(meter.meterName(), value::getAsDouble)
        .baseUnit(meter.unit())
        .description(meter.description())
        .tags(tags)
        .register(registry);
  }
}
