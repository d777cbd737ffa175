package dev.freshet.diagnosis;

import dev.freshet.diagnosis.Verdict.Finding;
import java.util.List;

/** Whether records can be read, and flow (invariant I6). */
final class FlowChecks {

  static final List<Check> ALL =
      List.of(
          new Check(
              "records", "every record is what its topic should hold", FlowChecks::unreadable),
          new Check("staleness", "few ratings wait for the movie side", FlowChecks::staleness));

  private FlowChecks() {}

  private static Verdict unreadable(Evidence evidence) {
    return Verdict.of(
        evidence.unreadable().stream().map(at -> new Finding(at, "cannot be read")).toList());
  }

  private static Verdict staleness(Evidence evidence) {
    Evidence.Flow flow = evidence.flow();
    if (flow.ratings() <= flow.bound()) {
      return Verdict.of(List.of());
    }
    String problem = "more than " + flow.bound() + " ratings wait for the movie side";
    return Verdict.of(List.of(new Finding("movie-updates", problem)));
  }
}
