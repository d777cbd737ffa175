package dev.freshet.measure.faults;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * What a scenario showed.
 *
 * @param scenario its name
 * @param produced events
 * @param seconds from the first event until all was at rest
 * @param facts what must hold, and whether it does
 */
public record ScenarioReport(String scenario, long produced, double seconds, List<Fact> facts)
    implements TrialReport {

  /**
   * Something that must hold.
   *
   * @param what it is
   * @param found what was seen
   * @param holds whether that is well
   */
  public record Fact(String what, String found, boolean holds) {}

  /** Whether all holds. */
  @Override
  @JsonProperty
  public boolean isClean() {
    return facts.stream().allMatch(Fact::holds);
  }

  /** This report for people. */
  @Override
  public String toTable() {
    StringBuilder table =
        new StringBuilder(
            String.format(Locale.ROOT, "%s: %,d events in %.0f s%n", scenario, produced, seconds));
    for (Fact fact : facts) {
      table.append(
          String.format(
              Locale.ROOT, "%-6s %-44s %s%n", fact.holds ? "ok" : "BROKEN", fact.what, fact.found));
    }
    return table.toString();
  }
}
