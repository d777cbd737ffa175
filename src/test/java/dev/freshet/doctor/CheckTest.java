package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertHealthy;
import static dev.freshet.doctor.Verdict.byStatus;
import static dev.freshet.doctor.Verdict.diagnosis;
import static dev.freshet.doctor.Verdict.skipped;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.wire.Side;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks together: which there are, and what is said of a healthy and of a busy system. */
class CheckTest {

  private final Picture picture = new Picture();

  @Test
  void aHealthySystemPassesEveryCheck() {
    assertHealthy(picture);
    assertEquals(Check.all().size(), diagnosis(picture).checks().size());
  }

  @Test
  void everyCheckHasANameOfItsOwn() {
    assertEquals(
        Check.all().size(), Check.all().stream().map(Check::name).distinct().count(), "names");
  }

  @Test
  void onABusyStreamWhatNeedsQuietIsSkippedAndTheRestIsChecked() {
    picture.flow(false, true, 0);
    picture.report(Side.MOVIES, 1, 1, 1, 0, 0, 1);
    Map<Status, Set<String>> checks = byStatus(diagnosis(picture));
    assertEquals(
        Set.of("side-counts", "take-counts", "take-weights", "steps", "movie-counts", "reapplied"),
        checks.get(Status.SKIPPED));
    assertEquals(Set.of(Status.OK, Status.SKIPPED), checks.keySet());
    picture.flow(true, false, 3);
    assertEquals("the stream is not quiet", skipped(picture, "side-counts"));
  }
}
