package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;
import static dev.freshet.doctor.Verdict.byStatus;
import static dev.freshet.doctor.Verdict.diagnosis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.doctor.Evidence.Flow;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.wire.Side;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What flows is read, set aside or held back wrongly, and one check of {@link FlowChecks} says so.
 */
class FlowChecksTest {

  private final Picture picture = new Picture();

  @Test
  void recordsThatCannotBeRead() {
    picture.unreadable.add("freshet.catalogue partition 1 offset 8");
    assertBroken(picture, "records", "freshet.catalogue partition 1 offset 8: cannot be read");
  }

  @Test
  void eventsThatCouldNotBeRead() {
    picture.reportUnreadable(Side.USERS, 1, 3);
    assertBroken(
        picture, "set-aside", "users partition 1: 3 records of ratings-by-user could not be read");
  }

  /** An update that could not be read is missing on the movie side: that is no loss on the way. */
  @Test
  void updatesThatCouldNotBeRead() {
    picture.report(Side.MOVIES, 0, 1, 1, 0, 0, 0);
    picture.reportUnreadable(Side.MOVIES, 0, 1);
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 1)));
    assertBroken(
        picture, "set-aside", "movies partition 0: 1 records of movie-updates could not be read");
  }

  @Test
  void staleness() {
    picture.flow = new Flow(true, true, Picture.BOUND + 1, Picture.BOUND, 7);
    assertBroken(picture, "staleness", "more than 100 ratings wait");
  }

  @Test
  void aSourceThatLostWhatWasTakenIn() {
    picture.truncated(Side.MOVIES, 1, 2);
    Diagnosis diagnosis = Verdict.diagnosis(picture);
    assertEquals(Set.of("sources"), byStatus(diagnosis).get(Status.BROKEN), diagnosis.toTable());
    assertTrue(
        diagnosis
            .toTable()
            .contains("partition 1 of the movies side: movie-updates was cut off or created anew"),
        diagnosis.toTable());
  }
}
