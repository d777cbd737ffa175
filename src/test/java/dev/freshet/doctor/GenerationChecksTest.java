package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;
import static dev.freshet.doctor.Verdict.assertHealthy;
import static dev.freshet.doctor.Verdict.byStatus;
import static dev.freshet.doctor.Verdict.diagnosis;
import static dev.freshet.doctor.Verdict.skipped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Somebody is of another generation, and one check of {@link GenerationChecks} says so. */
class GenerationChecksTest {

  private final Picture picture = new Picture();

  @Test
  void aMovieOfAnotherGenerationThanItsPartition() {
    picture.movies.put("brazil", new KnownMovie(0, Picture.factors(0, 0)));
    assertBroken(picture, "generations", "movie brazil: of generation 0, partition 0 is in 1");
  }

  @Test
  void aUserWhoWasLeftBehind() {
    picture.users.put("eve", new User(0, 0, false, Picture.factors(0, 0)));
    assertBroken(picture, "generations", "user eve: of generation 0, partition 0 has adopted 1");
  }

  @Test
  void aListOfAGenerationThatIsYetToCome() {
    picture.lists.put("ada", new Listed(2, List.of("brazil")));
    assertBroken(
        picture, "generations", "list of ada: of generation 2, the user's partition is in 1");
  }

  @Test
  void aPartitionThatDoesNotAdopt() {
    picture.checkpoints.add(Picture.checkpoint(2, Fate.PROMOTED));
    Diagnosis diagnosis = Verdict.diagnosis(picture);
    assertEquals(Set.of("adoption"), byStatus(diagnosis).get(Status.BROKEN), diagnosis.toTable());
    assertTrue(
        diagnosis
            .toTable()
            .contains("users partition 0: reports generation 1, the newest promoted is 2"),
        diagnosis.toTable());
    assertEquals("generation 2 is not adopted everywhere", skipped(picture, "steps"));
  }

  @Test
  void aRatingThatWasSentAgainAndNotLearnedAgain() {
    picture.reportAgain(Side.USERS, 0, 2);
    picture.reportAgain(Side.MOVIES, 1, 1);
    assertBroken(
        picture, "reapplied", "2 sent again by the user side, 1 learned again by the movie side");
    picture.reportAgain(Side.MOVIES, 0, 1);
    assertHealthy(picture);
  }

  @Test
  void aRatingThatWasLearnedAgainTwice() {
    picture.reportAgain(Side.USERS, 0, 2);
    picture.reportAgain(Side.MOVIES, 1, 3);
    assertBroken(
        picture, "reapplied", "2 sent again by the user side, 3 learned again by the movie side");
  }

  @Test
  void whatIsLearnedAgainCannotBeComparedIfItWasNotCountedFromTheBeginning() {
    picture.reportAgain(Side.USERS, 0, 2);
    picture.reportAgain(Side.MOVIES, 1, LearningProgress.UNKNOWN);
    assertTrue(skipped(picture, "reapplied").startsWith("it was not counted"));
  }

  @Test
  void aCandidateThatWasRefusedNeedNotBeAdopted() {
    picture.checkpoints.add(Picture.checkpoint(2, Fate.REFUSED));
    assertHealthy(picture);
  }
}
