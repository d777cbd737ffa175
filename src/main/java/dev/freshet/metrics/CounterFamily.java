package dev.freshet.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One counter for each value of a tag. A value that was not expected gets its own when first met.
 */
final class CounterFamily {

  private final MeterRegistry registry;
  private final FreshetMeter meter;
  private final String tag;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  /** The expected values begin at zero. */
  CounterFamily(MeterRegistry registry, FreshetMeter meter, String tag, Stream<String> expected) {
    this.registry = registry;
    this.meter = meter;
    this.tag = tag;
    expected.forEach(value -> counters.put(value, register(value)));
  }

  void increment(String value) {
    Counter counter = counters.get(value);
    if (counter == null) {
      counter = counters.computeIfAbsent(value, this::register);
    }
    counter.increment();
  }

  private Counter register(String value) {
    return Counter.builder(meter.meterName())
        .baseUnit(meter.unit())
        .description(meter.description())
        .tag(tag, value)
        .register(registry);
  }
}
