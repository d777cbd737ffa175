package dev.freshet.measure.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Whether what a process takes grows: its first third beside its last. Not thread-safe. */
final class Flatness {

  /** What may come on top without being growth: caches that fill, buffers of the allocator. */
  private static final double ROOM = 1.15;

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
    List<Footprint> first = seen.subList(0, seen.size() / 3);
    List<Footprint> last = seen.subList(seen.size() - seen.size() / 3, seen.size());
    // The least of the heap is what is alive: the rest is garbage that was not collected yet.
    facts.add(
        flat(
            "heap after collections, MB",
            least(first, Footprint::heap) / 1e6,
            least(last, Footprint::heap) / 1e6));
    facts.add(
        flat(
            "resident, MB",
            median(first, Footprint::resident) / 1e6,
            median(last, Footprint::resident) / 1e6));
    facts.add(flat("threads", median(first, Footprint::threads), median(last, Footprint::threads)));
    facts.add(
        flat(
            "descriptors",
            median(first, Footprint::descriptors),
            median(last, Footprint::descriptors)));
    return facts;
  }

  private ScenarioReport.Fact flat(String what, double first, double last) {
    return new ScenarioReport.Fact(
        name + ": " + what,
        String.format(Locale.ROOT, "%.0f in the first third, %.0f in the last", first, last),
        last <= first * ROOM);
  }

  private static double least(List<Footprint> some, ToDoubleFunction<Footprint> figure) {
    return some.stream().mapToDouble(figure).min().orElse(Double.NaN);
  }

  private static double median(List<Footprint> some, ToDoubleFunction<Footprint> figure) {
    double[] sorted = some.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
