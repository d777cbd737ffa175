package dev.freshet.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.doctor.Diagnosis.Result;
import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.doctor.Evidence.Counters;
import dev.freshet.doctor.Evidence.Flow;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.PublishedFactors;
import dev.freshet.doctor.Evidence.Shape;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One invariant is broken, and the diagnosis names that one and no other. */
class BrokenInvariantsTest {

  private final Picture picture = new Picture();

  private Diagnosis diagnosis() {
    Examination examination = new Examination();
    examination.look(picture.evidence(), Duration.ZERO);
    examination.look(picture.evidence(), Examination.LASTING);
    return examination.diagnosis();
  }

  private static Map<Status, Set<String>> byStatus(Diagnosis diagnosis) {
    Map<Status, Set<String>> checks = new TreeMap<>();
    for (Result result : diagnosis.checks()) {
      checks.computeIfAbsent(result.status(), status -> new HashSet<>()).add(result.check());
    }
    return checks;
  }

  private void assertBroken(String check, String example) {
    Diagnosis diagnosis = diagnosis();
    assertEquals(Set.of(check), byStatus(diagnosis).get(Status.BROKEN), diagnosis.toTable());
    assertEquals(Set.of(Status.OK, Status.BROKEN), byStatus(diagnosis).keySet());
    assertTrue(diagnosis.toTable().contains(example), diagnosis.toTable());
  }

  private String skipped(String check) {
    Diagnosis diagnosis = diagnosis();
    Result result =
        diagnosis.checks().stream().filter(r -> r.check().equals(check)).findFirst().orElseThrow();
    assertEquals(Status.SKIPPED, result.status(), diagnosis.toTable());
    return result.detail();
  }

  private void assertHealthy() {
    Diagnosis diagnosis = diagnosis();
    assertEquals(Set.of(Status.OK), byStatus(diagnosis).keySet(), diagnosis.toTable());
  }

  @Test
  void aHealthySystemPassesEveryCheck() {
    assertHealthy();
    assertEquals(Check.all().size(), diagnosis().checks().size());
  }

  @Test
  void everyCheckHasANameOfItsOwn() {
    assertEquals(
        Check.all().size(), Check.all().stream().map(Check::name).distinct().count(), "names");
  }

  @Test
  void recordsThatCannotBeRead() {
    picture.unreadable.add("freshet.catalogue partition 1 offset 8");
    assertBroken("records", "freshet.catalogue partition 1 offset 8: cannot be read");
  }

  @Test
  void eventsThatCouldNotBeRead() {
    picture.reportUnreadable(Side.USERS, 1, 3);
    assertBroken("set-aside", "users partition 1: 3 records of ratings-by-user could not be read");
  }

  /** An update that could not be read is missing on the movie side: that is no loss on the way. */
  @Test
  void updatesThatCouldNotBeRead() {
    picture.report(Side.MOVIES, 0, 1, 1, 0, 0, 0);
    picture.reportUnreadable(Side.MOVIES, 0, 1);
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 1)));
    assertBroken("set-aside", "movies partition 0: 1 records of movie-updates could not be read");
  }

  @Test
  void staleness() {
    picture.flow = new Flow(true, true, Picture.BOUND + 1, Picture.BOUND, 7);
    assertBroken("staleness", "more than 100 ratings wait");
  }

  @Test
  void aUserWhoCountsOtherRatingsThanTheMatrixHas() {
    picture.users.put("ada", new User(0, 4, false, Picture.factors(1, 3)));
    assertBroken("user-counts", "user ada: 4 counted, 3 stand in the matrix");
  }

  @Test
  void aUserInTheMatrixWithoutAState() {
    picture.users.remove("ben");
    picture.users.put("eve", new User(1, 0, false, Picture.factors(1, 2)));
    assertBroken("user-counts", "user ben: 2 in the matrix, without a state");
  }

  @Test
  void aRatingTakenBackDoesNotStand() {
    picture.ratings.get("ada").put("jaws", new MatrixRating(0, 3, false));
    assertBroken("user-counts", "user ada: 3 counted, 2 stand");
  }

  @Test
  void aMovieThatLearnedTooFewRatings() {
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 1)));
    picture.movies.put("jaws", new KnownMovie(1, Picture.factors(1, 2)));
    assertBroken("movie-counts", "movie heat: 1 steps, 2 ratings");
  }

  @Test
  void anUpdateThatWasLost() {
    picture.report(Side.MOVIES, 1, 1, 1, 0, 0, 1);
    assertBroken("side-counts", "5 learned by the user side, 3 by the movie side and 1 dropped");
  }

  /** As when the movie side's group lost its offsets, and nobody had kept a position. */
  @Test
  void updatesThatWereLearnedTwice() {
    picture.report(Side.MOVIES, 0, 1, 4, 0, 0, 0);
    assertBroken("side-counts", "5 learned by the user side, 6 by the movie side and 1 dropped");
  }

  /** As when ratings were routed again, and counted as unchanged. */
  @Test
  void eventsThatWereTakenInTwice() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L)));
    assertBroken("taken-in", "8 events taken in, 5 in ratings until then");
  }

  @Test
  void eventsOfSeveralPartitionsOfRatingsAddUp() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L, 1, 2L)));
    assertHealthy();
  }

  @Test
  void aPartitionOfRatingsOfWhichNothingCameSinceAnUpgradeCannotTellWhatWasTakenInTwice() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L)));
    picture.background = new Background(true, Set.of(0, 1), Duration.ZERO);
    assertTrue(skipped("taken-in").contains("since an upgrade"));
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L, 1, 1L)));
    assertBroken("taken-in", "8 events taken in, 7 in ratings until then");
    picture.counters.put(0, new Counters(1, 1, 6, Map.of(0, 3L, 1, 2L)));
    assertHealthy();
  }

  @Test
  void noMoreEventsThanOffsetsAreRightWhateverIsNotKnown() {
    picture.background = new Background(true, Set.of(0, 1), Duration.ZERO);
    assertHealthy();
  }

  @Test
  void whoKeptNoOffsetsOrFoundThemGivenAgainCannotTellWhatWasTakenInTwice() {
    picture.counters.put(0, new Counters(1, 1, 6, Map.of()));
    assertTrue(skipped("taken-in").contains("since an upgrade"));

    picture.truncated(Side.USERS, 0, 1);
    assertTrue(skipped("taken-in").contains("cut off"));
  }

  @Test
  void aSourceThatLostWhatWasTakenIn() {
    picture.truncated(Side.MOVIES, 1, 2);
    Diagnosis diagnosis = diagnosis();
    assertEquals(Set.of("sources"), byStatus(diagnosis).get(Status.BROKEN), diagnosis.toTable());
    assertTrue(
        diagnosis
            .toTable()
            .contains("partition 1 of the movies side: movie-updates was cut off or created anew"),
        diagnosis.toTable());
  }

  @Test
  void aNumberGivenTwice() {
    picture.rate("ada", 0, "jaws", 1);
    assertBroken("sequences", "user ada movie");
  }

  @Test
  void aNumberThatWasNeverGiven() {
    picture.rate("ada", 0, "jaws", 9);
    assertBroken("sequences", "has number 9 of partition 0, the newest is 3");
  }

  @Test
  void theSameNumberInTwoPartitionsIsRight() {
    assertEquals(
        picture.ratings.get("ada").get("heat").sequence(),
        picture.ratings.get("ben").get("heat").sequence());
    assertHealthy();
  }

  @Test
  void aStepTakenTwice() {
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 3)));
    assertBroken("steps", "generation 1: 5 steps of users, 6 of movies");
  }

  @Test
  void aStepThatTheMovieSideRefusedIsNoLoss() {
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 1)));
    picture.report(Side.MOVIES, 0, 1, 2, 0, 1, 0);
    assertHealthy();
  }

  @Test
  void aUserWhoRatedEverythingAnewAfterTheSnapshotMayLeaveStepsBehind() {
    picture.rate("ben", 1, "heat", 3);
    picture.counters.put(1, new Counters(1, 1, 3, Map.of(0, 5L)));
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 3)));
    assertHealthy();
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 4)));
    assertBroken("steps", "5 steps of users, 7 of movies");
  }

  @Test
  void aUserWhoRatedEverythingAnewAndIsKnownToBeTheSameLeavesNoStepsBehind() {
    picture.rate("ben", 1, "heat", 3);
    picture.counters.put(1, new Counters(1, 1, 3, Map.of(0, 5L)));
    picture.users.put("ben", new User(1, 2, false, Picture.factors(1, 2), Long.MIN_VALUE, 1));
    assertHealthy();
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 3)));
    assertBroken("steps", "5 steps of users, 6 of movies");
    picture.users.put("ben", new User(1, 2, false, Picture.factors(1, 2), Long.MIN_VALUE, 2));
    assertHealthy();
  }

  @Test
  void aRatingFromBeforeItsUserWasForgotten() {
    picture.users.put("ada", new User(0, 3, false, Picture.factors(1, 3), 1_000, 3));
    picture.ratings.get("ada").put("heat", new MatrixRating(0, 1, true, 1_001));
    picture.ratings.get("ada").put("alien", new MatrixRating(0, 2, true, 1_000));
    picture.ratings.get("ada").put("jaws", new MatrixRating(0, 3, true, 1_002));
    assertBroken("forgotten", "user ada: forgotten up to 1000, alien of 1000 is in the matrix");
  }

  @Test
  void theMarkerOfARetractionFromBeforeItsUserWasForgotten() {
    picture.users.put("eve", new User(0, 0, false, null, 1_000, 3));
    picture.ratings.put("eve", Map.of("brazil", new MatrixRating(1, 2, false, 999)));
    picture.ratings.get("ben").remove("alien");
    picture.users.put("ben", new User(1, 1, false, Picture.factors(1, 2)));
    assertBroken("forgotten", "user eve: forgotten up to 1000, brazil of 999 is in the matrix");
  }

  @Test
  void aForgottenUserWithAList() {
    picture.users.put("eve", new User(0, 0, false, null, 1_000, 3));
    assertHealthy();
    picture.lists.put("eve", new Listed(1, List.of("brazil")));
    assertBroken("forgotten", "user eve: forgotten, with a list");
  }

  @Test
  void aReasonThatIsNoRatingOfTheUsers() {
    picture.lists.put("ben", new Listed(1, List.of("brazil"), Set.of("heat", "jaws")));
    assertBroken("lists-because", "list of ben: because of jaws, no rating of the user's");
    picture.users.put("ben", new User(1, 2, true, Picture.factors(1, 2)));
    assertBroken("lists-owed", "user ben: owed a list");
  }

  @Test
  void aReasonThatWasTakenBack() {
    picture.lists.put("ada", new Listed(1, List.of("brazil"), Set.of("heat")));
    assertHealthy();
    picture.ratings.get("ada").put("heat", new MatrixRating(0, 1, false));
    picture.users.put("ada", new User(0, 2, false, Picture.factors(1, 3)));
    assertBroken("lists-because", "list of ada: because of heat, no rating of the user's");
  }

  @Test
  void stepsCannotBeComparedOnceAUserWasForgotten() {
    picture.report(Side.USERS, 1, 1, 2, 1, 0, 0);
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 9)));
    assertTrue(skipped("steps").startsWith("users were forgotten (1 events)"));
  }

  @Test
  void aMovieOfAnotherGenerationThanItsPartition() {
    picture.movies.put("brazil", new KnownMovie(0, Picture.factors(0, 0)));
    assertBroken("generations", "movie brazil: of generation 0, partition 0 is in 1");
  }

  @Test
  void aUserWhoWasLeftBehind() {
    picture.users.put("eve", new User(0, 0, false, Picture.factors(0, 0)));
    assertBroken("generations", "user eve: of generation 0, partition 0 has adopted 1");
  }

  @Test
  void aListOfAGenerationThatIsYetToCome() {
    picture.lists.put("ada", new Listed(2, List.of("brazil")));
    assertBroken("generations", "list of ada: of generation 2, the user's partition is in 1");
  }

  @Test
  void aPartitionThatDoesNotAdopt() {
    picture.checkpoints.add(Picture.checkpoint(2, Fate.PROMOTED));
    Diagnosis diagnosis = diagnosis();
    assertEquals(Set.of("adoption"), byStatus(diagnosis).get(Status.BROKEN), diagnosis.toTable());
    assertTrue(
        diagnosis
            .toTable()
            .contains("users partition 0: reports generation 1, the newest promoted is 2"),
        diagnosis.toTable());
    assertEquals("generation 2 is not adopted everywhere", skipped("steps"));
  }

  @Test
  void aRatingThatWasSentAgainAndNotLearnedAgain() {
    picture.reportAgain(Side.USERS, 0, 2);
    picture.reportAgain(Side.MOVIES, 1, 1);
    assertBroken("reapplied", "2 sent again by the user side, 1 learned again by the movie side");
    picture.reportAgain(Side.MOVIES, 0, 1);
    assertHealthy();
  }

  @Test
  void aRatingThatWasLearnedAgainTwice() {
    picture.reportAgain(Side.USERS, 0, 2);
    picture.reportAgain(Side.MOVIES, 1, 3);
    assertBroken("reapplied", "2 sent again by the user side, 3 learned again by the movie side");
  }

  @Test
  void whatIsLearnedAgainCannotBeComparedIfItWasNotCountedFromTheBeginning() {
    picture.reportAgain(Side.USERS, 0, 2);
    picture.reportAgain(Side.MOVIES, 1, LearningProgress.UNKNOWN);
    assertTrue(skipped("reapplied").startsWith("it was not counted"));
  }

  @Test
  void aCandidateThatWasRefusedNeedNotBeAdopted() {
    picture.checkpoints.add(Picture.checkpoint(2, Fate.REFUSED));
    assertHealthy();
  }

  @Test
  void factorsThatAreNotFinite() {
    picture.trained.add(new PublishedFactors(Side.MOVIES, 0, "brazil", new Shape(1, 0, 32, false)));
    assertBroken("factors-finite", "checkpoint 1 movies brazil: not finite");
  }

  @Test
  void vectorsOfAnotherLength() {
    picture.movies.put("heat", new KnownMovie(0, new Shape(1, 2, 16, true)));
    assertBroken("factors-rank", "movie heat: of rank 16, most are of 32");
  }

  @Test
  void aListWithARatedMovie() {
    picture.lists.put("ben", new Listed(1, List.of("brazil", "heat")));
    assertBroken("lists-rated", "list of ben: contains heat, which the user rated");
  }

  @Test
  void theListOfAUserWhoIsOwedAnotherIsNotJudged() {
    picture.lists.put("ben", new Listed(1, List.of("brazil", "heat")));
    picture.users.put("ben", new User(1, 2, true, Picture.factors(1, 2)));
    assertBroken("lists-owed", "user ben: owed a list");
  }

  private static User owed(int partition, int ratings, long since) {
    return new User(
        partition, ratings, true, Picture.factors(1, ratings), Long.MIN_VALUE, 0, since);
  }

  @Test
  void aListThatIsOwedAndNeverSent() {
    picture.users.put("ben", owed(1, 2, 1_000));
    assertBroken("lists-owed", "user ben: owed a list since 1970-01-01T00:00:01Z (1 as old");
  }

  @Test
  void listsMayWaitWhileThereIsABacklogOrAGenerationIsBeingAdopted() {
    picture.users.put("ben", owed(1, 2, 1_000));
    picture.flow(true, false, 3);
    assertTrue(skipped("lists-owed").contains("backlog"));
    picture.flow(true, true, 0);
    picture.checkpoints.add(Picture.checkpoint(2, Fate.PROMOTED));
    assertEquals("generation 2 is not adopted everywhere", skipped("lists-owed"));
  }

  @Test
  void whereThereIsNoMovieNoListCanBeSent() {
    picture.users.put("ben", owed(1, 2, 1_000));
    picture.catalogue.clear();
    picture.movies.clear();
    assertEquals("there is no movie that could be in a list", skipped("lists-owed"));
  }

  @Test
  void aListWithAMovieThatLeftTheCatalogue() {
    picture.catalogue.remove("jaws");
    assertBroken("lists-catalogue", "list of ben: contains jaws, which is not in the catalogue");
  }

  @Test
  void withoutACatalogueEveryMovieMayBeListed() {
    picture.catalogue.clear();
    picture.background = new Background(false, Set.of(0), Duration.ZERO);
    assertHealthy();
  }

  @Test
  void onceTheCatalogueIsEmptiedNoMovieMayBeListed() {
    picture.catalogue.clear();
    assertBroken("lists-catalogue", "list of ada: contains brazil, which is not in the catalogue");
    picture.lists.put("ada", new Listed(1, List.of()));
    picture.lists.put("ben", new Listed(1, List.of()));
    assertHealthy();
  }

  @Test
  void onABusyStreamWhatNeedsQuietIsSkippedAndTheRestIsChecked() {
    picture.flow(false, true, 0);
    picture.report(Side.MOVIES, 1, 1, 1, 0, 0, 1);
    Map<Status, Set<String>> checks = byStatus(diagnosis());
    assertEquals(
        Set.of("side-counts", "steps", "movie-counts", "reapplied"), checks.get(Status.SKIPPED));
    assertEquals(Set.of(Status.OK, Status.SKIPPED), checks.keySet());
    picture.flow(true, false, 3);
    assertEquals("the stream is not quiet", skipped("side-counts"));
  }
}
