package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;
import static dev.freshet.doctor.Verdict.assertHealthy;
import static dev.freshet.doctor.Verdict.skipped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.doctor.Evidence.Counters;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.Side;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two counts differ, and one check of {@link CountChecks} says so. */
class CountChecksTest {

  private final Picture picture = new Picture();

  @Test
  void aUserWhoCountsOtherRatingsThanTheMatrixHas() {
    picture.users.put("ada", new User(0, 4, false, Picture.factors(1, 3)));
    assertBroken(picture, "user-counts", "user ada: 4 counted, 3 stand in the matrix");
  }

  @Test
  void aUserInTheMatrixWithoutAState() {
    picture.users.remove("ben");
    picture.users.put("eve", new User(1, 0, false, Picture.factors(1, 2)));
    assertBroken(picture, "user-counts", "user ben: 2 in the matrix, without a state");
  }

  @Test
  void aRatingTakenBackDoesNotStand() {
    picture.ratings.get("ada").put("jaws", new MatrixRating(0, 3, false));
    assertBroken(picture, "user-counts", "user ada: 3 counted, 2 stand");
  }

  @Test
  void aMovieThatLearnedTooFewRatings() {
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 1)));
    picture.movies.put("jaws", new KnownMovie(1, Picture.factors(1, 2)));
    assertBroken(picture, "movie-counts", "movie heat: 1 steps, 2 ratings");
  }

  @Test
  void anUpdateThatWasLost() {
    picture.report(Side.MOVIES, 1, 1, 1, 0, 0, 1);
    assertBroken(
        picture, "side-counts", "5 learned by the user side, 3 by the movie side and 1 dropped");
  }

  /** As when the movie side's group lost its offsets, and nobody had kept a position. */
  @Test
  void updatesThatWereLearnedTwice() {
    picture.report(Side.MOVIES, 0, 1, 4, 0, 0, 0);
    assertBroken(
        picture, "side-counts", "5 learned by the user side, 6 by the movie side and 1 dropped");
  }

  /** As when ratings were routed again, and counted as unchanged. */
  @Test
  void eventsThatWereTakenInTwice() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L)));
    assertBroken(picture, "taken-in", "8 events taken in, 5 in ratings until then");
  }

  @Test
  void eventsOfSeveralPartitionsOfRatingsAddUp() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L, 1, 2L)));
    assertHealthy(picture);
  }

  @Test
  void aPartitionOfRatingsOfWhichNothingCameSinceAnUpgradeCannotTellWhatWasTakenInTwice() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L)));
    picture.background = new Background(true, Set.of(0, 1), Duration.ZERO);
    assertTrue(skipped(picture, "taken-in").contains("since an upgrade"));
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L, 1, 1L)));
    assertBroken(picture, "taken-in", "8 events taken in, 7 in ratings until then");
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L, 1, 2L)));
    assertHealthy(picture);
  }

  @Test
  void noMoreEventsThanOffsetsAreRightWhateverIsNotKnown() {
    picture.background = new Background(true, Set.of(0, 1), Duration.ZERO);
    assertHealthy(picture);
  }

  @Test
  void whoKeptNoOffsetsOrFoundThemGivenAgainCannotTellWhatWasTakenInTwice() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of()));
    assertTrue(skipped(picture, "taken-in").contains("since an upgrade"));

    picture.truncated(Side.USERS, 0, 1);
    assertTrue(skipped(picture, "taken-in").contains("cut off"));
  }

  @Test
  void aNumberGivenTwice() {
    picture.rate("ada", 0, "jaws", 1);
    assertBroken(picture, "sequences", "user ada movie");
  }

  @Test
  void aNumberThatWasNeverGiven() {
    picture.rate("ada", 0, "jaws", 9);
    assertBroken(picture, "sequences", "has number 9 of partition 0, the newest is 3");
  }

  @Test
  void theSameNumberInTwoPartitionsIsRight() {
    assertEquals(
        picture.ratings.get("ada").get("heat").sequence(),
        picture.ratings.get("ben").get("heat").sequence());
    assertHealthy(picture);
  }

  @Test
  void aStepTakenTwice() {
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 3)));
    assertBroken(picture, "steps", "generation 1: 5 steps of users, 6 of movies");
  }

  @Test
  void aStepThatTheMovieSideRefusedIsNoLoss() {
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 1)));
    picture.report(Side.MOVIES, 0, 1, 2, 0, 1, 0);
    assertHealthy(picture);
  }

  @Test
  void aUserWhoRatedEverythingAnewAfterTheSnapshotMayLeaveStepsBehind() {
    picture.rate("ben", 1, "heat", 3);
    picture.counters.put(1, new Counters(1, 1, 3, Map.of(0, 5L)));
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 3)));
    assertHealthy(picture);
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 4)));
    assertBroken(picture, "steps", "5 steps of users, 7 of movies");
  }

  @Test
  void aUserWhoRatedEverythingAnewAndIsKnownToBeTheSameLeavesNoStepsBehind() {
    picture.rate("ben", 1, "heat", 3);
    picture.counters.put(1, new Counters(1, 1, 3, Map.of(0, 5L)));
    picture.users.put("ben", new User(1, 2, false, Picture.factors(1, 2), Long.MIN_VALUE, 1));
    assertHealthy(picture);
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 3)));
    assertBroken(picture, "steps", "5 steps of users, 6 of movies");
    picture.users.put("ben", new User(1, 2, false, Picture.factors(1, 2), Long.MIN_VALUE, 2));
    assertHealthy(picture);
  }

  @Test
  void stepsCannotBeComparedOnceAUserWasForgotten() {
    picture.report(Side.USERS, 1, 1, 2, 1, 0, 0);
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 9)));
    assertTrue(skipped(picture, "steps").startsWith("users were forgotten (1 events)"));
  }
}
