package dev.freshet.measure;

import java.util.List;
import java.util.Locale;

/**
 * What {@code bench lists --memory} found.
 *
 * @param rows one for each catalogue and state
 */
public record MemoryReport(List<MemoryRow> rows) {

  /**
   * One state of one catalogue.
   *
   * @param movies in it
   * @param rank length of the factor vectors
   * @param state of the replica
   * @param bytesPerMovie of heap
   * @param formula what the check at start reckons with
   */
  public record MemoryRow(
      int movies, int rank, String state, double bytesPerMovie, double formula) {}

  /** This report for people. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%10s %5s %12s %8s  %s%n",
            "movies",
            "rank",
            "bytes/movie",
            "formula",
            ""));
    for (MemoryRow row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "%,10d %5d %,12.0f %,8.0f  %s%n",
              row.movies,
              row.rank,
              row.bytesPerMovie,
              row.formula,
              row.state));
    }
    return table.toString();
  }
}
