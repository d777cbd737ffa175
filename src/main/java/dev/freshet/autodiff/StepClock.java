package dev.freshet.autodiff;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the time of each operation of a tape, forward and back. What a model does between two
 * operations counts for the one before. For one tape; not thread-safe.
 */
public final class StepClock {

  private static final Rules.Rule CONSTANT = (out, kernels, shard) -> {};

  private final Map<Rules.Rule, long[]> nanos = new HashMap<>(); // Rules are equal if identical.
  private long last;

  void begin() {
    last = System.nanoTime();
  }

  void forward(Node node) {
    add(node.rule, 0);
  }

  void backward(Node node) {
    add(node.rule, 1);
  }

  private void add(Rules.@Nullable Rule rule, int direction) {
    long now = System.nanoTime();
    nanos.computeIfAbsent(rule == null ? CONSTANT : rule, any -> new long[2])[direction] +=
        now - last;
    last = now;
  }

  /** Forgets what was measured. */
  public void reset() {
    nanos.clear();
  }

  /** Seconds by operation; the way back as {@code product, back}. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    nanos.forEach(
        (rule, times) -> {
          String name = Rules.nameOf(rule == CONSTANT ? null : rule);
          seconds.merge(name, times[0] * 1e-9, Double::sum);
          if (times[1] > 0) {
            seconds.merge(name + ", back", times[1] * 1e-9, Double::sum);
          }
        });
    return seconds;
  }
}
