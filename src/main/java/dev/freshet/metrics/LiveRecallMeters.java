package dev.freshet.metrics;

import dev.freshet.wire.Arm;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * Whether people take what they are listed. Counters have the generation of the list as a tag;
 * those of long ago go, so that a process that retrains for years does not show ever more series.
 * Thread-safe.
 */
final class LiveRecallMeters {

  /** Generations that are shown. */
  private static final int GENERATIONS = 8;

  private final MeterRegistry registry;
  private final ConcurrentSkipListMap<Integer, Map<Arm, Counters>> counters =
      new ConcurrentSkipListMap<>();
  private final Map<Arm, DistributionSummary> places = new EnumMap<>(Arm.class);
  private final Map<Arm, Timer> ages = new EnumMap<>(Arm.class);

  private record Counters(Counter takes, Counter hits, Counter popularHits) {}

  /** Registers what generation 0 begins with, at zero. */
  LiveRecallMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Arm arm : Arm.values()) {
      FreshetMeter place = FreshetMeter.LIST_PLACE;
      places.put(
          arm,
          DistributionSummary.builder(place.meterName())
              .description(place.description())
              .tag("arm", arm.toString())
              .register(registry));
      FreshetMeter age = FreshetMeter.LIST_AGE;
      ages.put(
          arm,
          Timer.builder(age.meterName())
              .description(age.description())
              .tag("arm", arm.toString())
              .register(registry));
    }
    counters.put(0, register(0));
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
  void taken(int generation, Arm arm, int place, boolean isPopular, long ageMillis) {
    Map<Arm, Counters> arms = counters.get(generation);
    if (arms == null) {
      arms = counters.computeIfAbsent(generation, this::register);
      forgetOld();
    }
    Counters of = Objects.requireNonNull(arms.get(arm));
    of.takes().increment();
    Objects.requireNonNull(ages.get(arm)).record(ageMillis, TimeUnit.MILLISECONDS);
    if (place > 0) {
      of.hits().increment();
      Objects.requireNonNull(places.get(arm)).record(place);
    }
    if (isPopular) {
      of.popularHits().increment();
    }
  }

  private Map<Arm, Counters> register(int generation) {
    Map<Arm, Counters> arms = new EnumMap<>(Arm.class);
    for (Arm arm : Arm.values()) {
      arms.put(
          arm,
          new Counters(
              register(FreshetMeter.LIST_TAKES, generation, arm),
              register(FreshetMeter.LIST_HITS, generation, arm),
              register(FreshetMeter.LIST_POPULAR_HITS, generation, arm)));
    }
    return arms;
  }

  private Counter register(FreshetMeter meter, int generation, Arm arm) {
    return Counter.builder(meter.meterName())
        .baseUnit(meter.unit())
        .description(meter.description())
        .tag("generation", Integer.toString(generation))
        .tag("arm", arm.toString())
        .register(registry);
  }

  private void forgetOld() {
    while (counters.size() > GENERATIONS) {
      Map.Entry<Integer, Map<Arm, Counters>> oldest = counters.pollFirstEntry();
      for (Counters of : oldest.getValue().values()) {
        registry.remove(of.takes());
        registry.remove(of.hits());
        registry.remove(of.popularHits());
      }
    }
  }
}
