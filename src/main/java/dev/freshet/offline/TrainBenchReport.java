package dev.freshet.offline;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench train} found.
 *
 * @param data that was learned from
 * @param ratings of it
 * @param kernels for dense products
 * @param threads that shared a batch
 * @param epochs measured of each model; the median is reported
 * @param rows one for each model
 * @param leftOut models that cannot learn from this data, and why
 */
public record TrainBenchReport(
    String data,
    int ratings,
    String kernels,
    int threads,
    int epochs,
    List<Row> rows,
    Map<String, String> leftOut) {

  private static final int OPERATIONS_SHOWN = 5;

  /**
   * A model with its default settings.
   *
   * @param model its name
   * @param ratings it learned from; fewer where it cannot take all
   * @param ratingsPerSecond ratings by seconds of an epoch
   * @param secondsPerEpoch median; of the whole fit for a closed form
   * @param bytesPerStep allocated by the threads that train, in the steady state
   * @param stepsPerEpoch batches
   * @param operations share of a step's time by operation on one thread, largest first; empty for a
   *     closed form
   */
  public record Row(
      String model,
      int ratings,
      double ratingsPerSecond,
      double secondsPerEpoch,
      long bytesPerStep,
      long stepsPerEpoch,
      Map<String, Double> operations) {}

  /** This report for people. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%-14s %12s %9s %8s %11s  %s%n",
            "model",
            "ratings/s",
            "s/epoch",
            "steps",
            "bytes/step",
            "of a step on one thread"));
    for (Row row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-14s %,12.0f %9.3f %,8d %,11d  %s%n",
              row.model,
              row.ratingsPerSecond,
              row.secondsPerEpoch,
              row.stepsPerEpoch,
              row.bytesPerStep,
              operations(row)));
    }
    leftOut.forEach(
        (model, why) ->
            table.append(String.format(Locale.ROOT, "%-14s left out: %s%n", model, why)));
    return table
        .append(
            String.format(
                Locale.ROOT,
                "%s, %,d ratings; kernels %s, %d threads, medians of %d epochs%n",
                data,
                ratings,
                kernels,
                threads,
                epochs))
        .toString();
  }

  private String operations(Row row) {
    if (row.operations.isEmpty()) {
      String all =
          row.ratings == ratings ? "" : String.format(Locale.ROOT, ", %,d ratings", row.ratings);
      return "closed form: the whole fit, once" + all;
    }
    StringBuilder text = new StringBuilder();
    row.operations.entrySet().stream()
        .limit(OPERATIONS_SHOWN)
        .forEach(
            entry ->
                text.append(text.isEmpty() ? "" : "; ")
                    .append(
                        String.format(
                            Locale.ROOT, "%s %.0f%%", entry.getKey(), 100 * entry.getValue())));
    return text.toString();
  }
}
