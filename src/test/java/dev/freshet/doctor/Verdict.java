package dev.freshet.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.doctor.Diagnosis.Result;
import dev.freshet.doctor.Diagnosis.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the checks say of a {@link Picture}: one invariant is broken, and that one is named and no
 * other.
 */
final class Verdict {

  private Verdict() {}

  /** After two looks at a picture that does not change, far enough apart to last. */
  static Diagnosis diagnosis(Picture picture) {
    Examination examination = new Examination();
    examination.look(picture.evidence(), Duration.ZERO);
    examination.look(picture.evidence(), Examination.LASTING);
    return examination.diagnosis();
  }

  /** Names of the checks that came to each result. */
  static Map<Status, Set<String>> byStatus(Diagnosis diagnosis) {
    Map<Status, Set<String>> checks = new TreeMap<>();
    for (Result result : diagnosis.checks()) {
      checks.computeIfAbsent(result.status(), status -> new HashSet<>()).add(result.check());
    }
    return checks;
  }

  /** This check alone is broken, all others are ok, and the table has this example. */
  static void assertBroken(Picture picture, String check, String example) {
    Diagnosis diagnosis = diagnosis(picture);
    assertEquals(Set.of(check), byStatus(diagnosis).get(Status.BROKEN), diagnosis.toTable());
    assertEquals(Set.of(Status.OK, Status.BROKEN), byStatus(diagnosis).keySet());
    assertTrue(diagnosis.toTable().contains(example), diagnosis.toTable());
  }

  /** Why this check, which must be skipped, was skipped. */
  static String skipped(Picture picture, String check) {
    Diagnosis diagnosis = diagnosis(picture);
    Result result =
        diagnosis.checks().stream().filter(r -> r.check().equals(check)).findFirst().orElseThrow();
    assertEquals(Status.SKIPPED, result.status(), diagnosis.toTable());
    return result.detail();
  }

  /** Every check is ok. */
  static void assertHealthy(Picture picture) {
    Diagnosis diagnosis = diagnosis(picture);
    assertEquals(Set.of(Status.OK), byStatus(diagnosis).keySet(), diagnosis.toTable());
  }
}
