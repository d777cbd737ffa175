package dev.freshet.measure.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether what a process takes grows: the second third of the time beside the last. In the first
 * one caches fill. Not thread-safe.
 */
final class Flatness {

  /** What may come on top without being growth: buffers of the allocator. */
  private static final double ROOM = 1.1;

  private final String name;
  private final List<Footprint> seen = new ArrayList<>();

  /** Nothing is known yet of a process with this name. */
  Flatness(String name) {
    this.name = name;
  }

  void add(Footprint footprint) {
    seen.add(footprint);
  }

  /** One line for each thing that must not grow. */
  List<ScenarioReport.Fact> facts() {
    if (seen.size() < 3) {
      String what = name + ": looks at heap, memory, threads and descriptors";
      return List.of(new ScenarioReport.Fact(what, seen.size() + ", too few", false));
    }
    List<ScenarioReport.Fact> facts = new ArrayList<>();
    // The least of the heap is what is alive: the rest is garbage that was not collected yet.
    facts.add(flat("heap after collections, MB", some -> least(some, Footprint::heap) / 1e6));
    facts.add(flat("resident, MB", some -> median(some, Footprint::resident) / 1e6));
    facts.add(flat("threads", some -> median(some, Footprint::threads)));
    facts.add(flat("descriptors", some -> median(some, Footprint::descriptors)));
    return facts;
  }

  private ScenarioReport.Fact flat(String what, ToDoubleFunction<List<Footprint>> figure) {
    int third = seen.size() / 3;
    double first = figure.applyAsDouble(seen.subList(0, third));
    double second = figure.applyAsDouble(seen.subList(third, seen.size() - third));
    double last = figure.applyAsDouble(seen.subList(seen.size() - third, seen.size()));
    return new ScenarioReport.Fact(
        name + ": " + what,
        String.format(Locale.ROOT, "%.0f, %.0f and %.0f in the thirds", first, second, last),
        last <= second * ROOM);
  }

  private static double least(List<Footprint> some, ToDoubleFunction<Footprint> figure) {
    return some.stream().mapToDouble(figure).min().orElse(Double.NaN);
  }

  private static double median(List<Footprint> some, ToDoubleFunction<Footprint> figure) {
    double[] sorted = some.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
