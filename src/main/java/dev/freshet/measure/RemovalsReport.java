package dev.freshet.measure;

import dev.freshet.stream.SweepTrial;
import java.util.List;
import java.util.Locale;

/**
 * What {@code bench removals} found.
 *
 * @param users in the partition
 * @param removalsEveryMillis how often a movie left while many did
 * @param rows one for each thing that was looked for
 */
public record RemovalsReport(int users, long removalsEveryMillis, List<RemovalsRow> rows) {

  /**
   * One thing that was looked for.
   *
   * @param what it was
   * @param lists of that kind
   * @param seconds until all of them were due
   * @param usersPerCpuSecond users that the walk looked at in a second of its CPU
   * @param share of the thread's time that the walk took
   */
  public record RemovalsRow(
      String what, int lists, double seconds, double usersPerCpuSecond, double share) {

    static RemovalsRow of(SweepTrial.SweepFigures found) {
      return new RemovalsRow(
          found.part().words(),
          found.lists(),
          found.seconds(),
          found.looked() / found.cpuSeconds(),
          found.cpuSeconds() / found.seconds());
    }
  }

  /** This report for people. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%-24s %9s %8s %14s %7s%n",
            "lists",
            "number",
            "all in s",
            "users/s of CPU",
            "share"));
    for (RemovalsRow row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-24s %,9d %8.2f %,14.0f %6.1f%%%n",
              row.what,
              row.lists,
              row.seconds,
              row.usersPerCpuSecond,
              100 * row.share));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "one partition of %,d users on one thread; many removals: one each %d ms%n",
            users,
            removalsEveryMillis));
    return table.toString();
  }
}
