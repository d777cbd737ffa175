package dev.freshet.measure.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process takes at a moment.
 *
 * @param heap bytes in use, garbage included
 * @param resident bytes of memory
 * @param threads of the system's
 * @param descriptors that are open
 * @param punctuationMillis longest punctuation of late of any of its threads, NaN where not known
 */
record Footprint(
    double heap, double resident, double threads, double descriptors, double punctuationMillis) {

  /** Looks at an instance; empty while it does not answer, and where there is no {@code /proc}. */
  static Optional<Footprint> of(Instance instance) throws InterruptedException {
    Optional<String> metrics = instance.ask("/metrics");
    Path process = Path.of("/proc", Long.toString(instance.pid()));
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      String status = Files.readString(process.resolve("status"));
      return metrics.map(
          text ->
              new Footprint(
                  sum(text, "jvm_memory_used_bytes{area=\"heap\""),
                  1024 * number(status, "VmRSS:"),
                  number(status, "Threads:"),
                  open.count(),
                  most(text, "kafka_stream_thread_punctuate_latency_max{")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static double number(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double sum(String metrics, String begin) {
    return values(metrics, begin).reduce(0.0, Double::sum);
  }

  private static double most(String metrics, String begin) {
    return values(metrics, begin)
        .reduce(Double.NaN, (a, b) -> Double.isNaN(a) ? b : Math.max(a, b));
  }

  private static Stream<Double> values(String metrics, String begin) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .filter(value -> !value.isNaN());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap %.0f MB, resident %.0f MB, %.0f threads, %.0f descriptors",
        heap / 1e6,
        resident / 1e6,
        threads,
        descriptors);
  }
}
