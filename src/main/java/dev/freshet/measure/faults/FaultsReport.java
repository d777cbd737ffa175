package dev.freshet.measure.faults;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * What a campaign found.
 *
 * @param seed it can be run again with
 * @param rows one for each check
 * @param produced events
 * @param generations that were promoted meanwhile
 */
public record FaultsReport(long seed, List<FaultsRow> rows, long produced, int generations)
    implements TrialReport {

  private static final String LAYOUT = "%-16s %5s %11s %7s %8s %7s  %s%n";
  private static final int EXAMPLES = 8;

  /**
   * What one check found that the check before had not.
   *
   * @param fault committed since then
   * @param times how often
   * @param produced events, since the check before
   * @param lost events that one of the sides has not taken in
   * @param doubled events that one of the sides has taken in more than once
   * @param wrong all that is not as it must be
   * @param doctor what {@code doctor --strict} says: ok, or what is not
   * @param healthy whether that is well
   * @param seconds that the check took
   */
  public record FaultsRow(
      String fault,
      int times,
      long produced,
      long lost,
      long doubled,
      List<String> wrong,
      String doctor,
      boolean healthy,
      double seconds) {

    @JsonProperty
    boolean isClean() {
      return lost == 0 && doubled == 0 && wrong.isEmpty() && healthy;
    }

    /** A line of the table, and what is wrong beneath. */
    public String toText() {
      StringBuilder text =
          new StringBuilder(
              String.format(
                  Locale.ROOT,
                  LAYOUT,
                  fault,
                  "%,d".formatted(times),
                  "%,d".formatted(produced),
                  "%,d".formatted(lost),
                  "%,d".formatted(doubled),
                  "%,d".formatted(wrong.size()),
                  doctor));
      wrong.stream().limit(EXAMPLES).forEach(line -> text.append("    ").append(line).append('\n'));
      if (wrong.size() > EXAMPLES) {
        text.append("    ...\n");
      }
      return text.toString();
    }
  }

  /** The table's first line. */
  public static String header() {
    return String.format(
        Locale.ROOT, LAYOUT, "fault", "times", "produced", "lost", "doubled", "wrong", "doctor");
  }

  /** Whether nothing was lost, doubled or otherwise wrong. */
  @Override
  @JsonProperty
  public boolean isClean() {
    return rows.stream().allMatch(FaultsRow::isClean);
  }

  /** The last line. */
  @Override
  public String toTable() {
    return String.format(
        Locale.ROOT,
        "%,d events, %d generations, %,d lost, %,d doubled, seed %d%n",
        produced,
        generations,
        rows.stream().mapToLong(FaultsRow::lost).sum(),
        rows.stream().mapToLong(FaultsRow::doubled).sum(),
        seed);
  }
}
