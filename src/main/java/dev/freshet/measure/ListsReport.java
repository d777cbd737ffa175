package dev.freshet.measure;

import java.util.List;
import java.util.Locale;

/**
 * What {@code bench lists} found.
 *
 * @param listLength movies in a list
 * @param reasons asked for each movie
 * @param ratedMovies ratings of each user
 * @param rounds measured for each row; the median is reported
 * @param rows one for each catalogue
 */
public record ListsReport(
    int listLength, int reasons, int ratedMovies, int rounds, List<ListsRow> rows) {

  /**
   * One catalogue.
   *
   * @param movies in it
   * @param rank length of the factor vectors
   * @param listsPerSecond on one thread
   * @param millisPerList on one thread
   * @param factorBytes heap that the factors take
   */
  public record ListsRow(
      int movies, int rank, double listsPerSecond, double millisPerList, long factorBytes) {}

  /** This report for people. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%10s %5s %10s %10s %10s%n",
            "movies",
            "rank",
            "lists/s",
            "ms/list",
            "MiB"));
    for (ListsRow row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "%,10d %5d %,10.0f %10.3f %,10.1f%n",
              row.movies,
              row.rank,
              row.listsPerSecond,
              row.millisPerList,
              row.factorBytes / (double) (1 << 20)));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "one thread; lists of %d with up to %d reasons each, for users of %d ratings; medians of"
                + " %d rounds%n",
            listLength,
            reasons,
            ratedMovies,
            rounds));
    return table.toString();
  }
}
