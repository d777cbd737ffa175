package dev.freshet.measure.faults;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What {@code bench takeover} found.
 *
 * @param instances that shared the work
 * @param rate events a second
 * @param standbys copies of each store on other instances
 * @param kills one for each SIGKILL
 * @param restarts one for each rolling restart
 * @param wrong all that was lost, doubled or is otherwise not as it must be at the end
 * @param late what took longer than was asked for
 */
public record TakeoverReport(
    int instances,
    double rate,
    int standbys,
    List<Kill> kills,
    List<Restart> restarts,
    List<String> wrong,
    List<String> late)
    implements TrialReport {

  private static final String KILLS = "%-14s %8s %12s %7s %9s %16s %8s%n";
  private static final String RESTARTS = "%-14s %10s %16s %8s%n";

  /**
   * One SIGKILL. All times are seconds from it.
   *
   * @param gone until both groups had dropped the instance
   * @param ended until none of its transactions was open
   * @param stable until both groups had shared the work anew
   * @param silence longest time without any list, in all partitions together
   * @param worst longest time without a list in one partition
   * @param fresh until each partition had a list with a rating of after the kill
   */
  public record Kill(
      double gone, double ended, double stable, double silence, double worst, double fresh) {

    /** A line of the table. */
    String toText(String name) {
      return String.format(
          Locale.ROOT,
          KILLS,
          name,
          text(gone),
          text(ended),
          text(stable),
          text(silence),
          text(worst),
          text(fresh));
    }
  }

  /**
   * One rolling restart: each instance stops by SIGTERM, starts again and is ready before the next.
   *
   * @param silence longest time without any list, seconds
   * @param worst longest time without a list in one partition, seconds
   * @param took from the first stop until the last instance was ready, seconds
   */
  public record Restart(double silence, double worst, double took) {

    /** A line of the table. */
    String toText(String name) {
      return String.format(Locale.ROOT, RESTARTS, name, text(silence), text(worst), text(took));
    }
  }

  private static String text(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  /** Whether nothing was lost or doubled, and nothing took too long. */
  @Override
  @JsonProperty
  public boolean isClean() {
    return wrong.isEmpty() && late.isEmpty();
  }

  /**
   * This report, held against times that must not be exceeded.
   *
   * @param kill seconds from a SIGKILL until each partition had a list with a rating of after it
   * @param restart seconds without any list in a rolling restart
   */
  public TakeoverReport within(double kill, double restart) {
    List<String> over = new ArrayList<>(late);
    for (int i = 0; i < kills.size(); i++) {
      if (!(kills.get(i).fresh() <= kill)) {
        over.add(over("SIGKILL", i, kills.get(i).fresh(), kill));
      }
    }
    for (int i = 0; i < restarts.size(); i++) {
      if (!(restarts.get(i).silence() <= restart)) {
        over.add(over("restart", i, restarts.get(i).silence(), restart));
      }
    }
    return new TakeoverReport(instances, rate, standbys, kills, restarts, wrong, over);
  }

  private static String over(String what, int number, double seconds, double most) {
    return String.format(
        Locale.ROOT, "%s %d: %.1f s, more than %.1f s", what, number + 1, seconds, most);
  }

  /** This report for people. */
  @Override
  public String toTable() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%d instances, %d standbys, %.0f events/s; seconds%n",
            instances,
            standbys,
            rate));
    if (!kills.isEmpty()) {
      table.append(
          String.format(
              Locale.ROOT,
              KILLS,
              "SIGKILL",
              "dropped",
              "transaction",
              "shared",
              "any list",
              "worst partition",
              "fresh"));
      for (int i = 0; i < kills.size(); i++) {
        table.append(kills.get(i).toText(Integer.toString(i + 1)));
      }
      table.append(medianKill().toText("median"));
    }
    if (!restarts.isEmpty()) {
      table.append(
          String.format(Locale.ROOT, RESTARTS, "restart", "any list", "worst partition", "took"));
      for (int i = 0; i < restarts.size(); i++) {
        table.append(restarts.get(i).toText(Integer.toString(i + 1)));
      }
      table.append(medianRestart().toText("median"));
    }
    table.append(wrong.isEmpty() ? "nothing lost or doubled\n" : "not all is well:\n");
    wrong.stream().limit(10).forEach(line -> table.append("    ").append(line).append('\n'));
    late.forEach(line -> table.append("too long: ").append(line).append('\n'));
    return table.toString();
  }

  private Kill medianKill() {
    return new Kill(
        median(kills, Kill::gone),
        median(kills, Kill::ended),
        median(kills, Kill::stable),
        median(kills, Kill::silence),
        median(kills, Kill::worst),
        median(kills, Kill::fresh));
  }

  private Restart medianRestart() {
    return new Restart(
        median(restarts, Restart::silence),
        median(restarts, Restart::worst),
        median(restarts, Restart::took));
  }

  /** The middle one, or the mean of the two in the middle. */
  private static <T> double median(List<T> rows, ToDoubleFunction<T> figure) {
    double[] sorted = rows.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
