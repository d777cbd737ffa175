package dev.freshet.measure.faults;

import dev.freshet.doctor.Diagnosis;
import dev.freshet.doctor.Diagnosis.Status;
import java.util.stream.Collectors;

/** What {@code doctor --strict} says, in the words of a report. */
final class DoctorSays {

  private DoctorSays() {}

  /** Whatever is not well, or ok. */
  static String words(Diagnosis diagnosis) {
    String problems =
        diagnosis.checks().stream()
            .filter(check -> check.status() != Status.OK)
            .map(check -> check.status() + " " + check.check())
            .collect(Collectors.joining(", "));
    return problems.isEmpty() ? "ok" : problems;
  }

  /**
   * Whether all is well.
   *
   * @param isForgotten whether users were forgotten: what cannot be told of them is then no fault
   */
  static boolean isHealthy(Diagnosis diagnosis, boolean isForgotten) {
    return diagnosis.checks().stream()
        .allMatch(
            check ->
                check.status() == Status.OK
                    || (check.status() == Status.SKIPPED
                        && isForgotten
                        && check.detail().contains("forgotten")));
  }
}
