package dev.freshet.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.doctor.Diagnosis.Result;
import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.doctor.Evidence.Flow;
import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.Checkpoint.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What several looks at a system that goes on working come to. */
class ExaminationTest {

  private static final Duration LATER = Duration.ofSeconds(1);

  private final Picture picture = new Picture();
  private final Examination examination = new Examination();

  private void look(Duration at) {
    examination.look(picture.evidence(), at);
  }

  private void count(int ratings) {
    picture.users.put("ada", new User(0, ratings, false, Picture.factors(1, 3)));
  }

  private Result result(String check) {
    return examination.diagnosis().checks().stream()
        .filter(r -> r.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatHeldOnceIsNotAskedAgain() {
    look(Duration.ZERO);
    assertTrue(examination.isDecided());
    count(9);
    look(LATER);
    assertEquals(Status.OK, result("user-counts").status());
  }

  @Test
  void whatIsWrongForAMomentIsNotBroken() {
    count(9);
    look(Duration.ZERO);
    assertFalse(examination.isDecided());
    count(3);
    look(LATER);
    assertEquals(Status.OK, result("user-counts").status());
  }

  @Test
  void whatIsWrongInAnotherWayEachTimeCannotBeTold() {
    count(9);
    look(Duration.ZERO);
    count(10);
    look(Examination.LASTING);
    Result result = result("user-counts");
    assertEquals(Status.SKIPPED, result.status());
    assertEquals(
        "it goes on changing: user ada: 10 counted, 3 stand in the matrix", result.detail());
    assertTrue(examination.diagnosis().holds());
  }

  @Test
  void whatStaysWrongIsBroken() {
    count(9);
    look(Duration.ZERO);
    look(LATER);
    assertEquals(Status.SKIPPED, result("user-counts").status());
    look(Examination.LASTING);
    assertEquals(Status.BROKEN, result("user-counts").status());
    assertFalse(examination.diagnosis().holds());
    assertTrue(examination.isDecided());
  }

  @Test
  void aGenerationThatIsBeingAdoptedIsNotBrokenAndOneThatNobodyMovesToIs() {
    picture.checkpoints.add(Picture.checkpoint(2, Fate.PROMOTED));
    look(Duration.ZERO);
    picture.flow = new Flow(false, true, 0, Picture.BOUND, 8, List.of());
    look(Examination.LASTING);
    assertEquals(Status.SKIPPED, result("adoption").status());
    look(Examination.LASTING.multipliedBy(2));
    assertEquals(Status.BROKEN, result("adoption").status());
  }

  @Test
  void listsThatAMovieIsBeingTakenOutOfAreNotBrokenAndThoseThatStayAsTheyAreAre() {
    picture.users.put("eve", new User(1, 0, false, Picture.factors(1, 0)));
    picture.lists.put("eve", new Listed(1, List.of("jaws")));
    picture.catalogue.remove("jaws");
    look(Duration.ZERO);
    picture.lists.put("eve", new Listed(1, List.of("heat")));
    look(Examination.LASTING);
    Result result = result("lists-catalogue");
    assertEquals(Status.SKIPPED, result.status());
    assertEquals(
        "it goes on changing: list of ben: contains jaws, which is not in the catalogue"
            + " (1 such lists in the partition)",
        result.detail());
    look(Examination.LASTING.multipliedBy(2));
    assertEquals(Status.BROKEN, result("lists-catalogue").status());
  }

  @Test
  void theWalkOverManyUsersMayTakeLongToComeToOneList() {
    for (int user = 0; user < 50_000; user++) {
      picture.users.put("u" + user, new User(0, 0, false, null));
    }
    picture.catalogue.remove("jaws");
    look(Duration.ZERO);
    look(Examination.LASTING.plusSeconds(9));
    assertEquals(
        "it may yet change (--wait): list of ben: contains jaws, which is not in the catalogue"
            + " (1 such lists in the partition)",
        result("lists-catalogue").detail());
    look(Examination.LASTING.plusSeconds(10));
    assertEquals(Status.BROKEN, result("lists-catalogue").status());
  }

  private static User owed(int partition, long since) {
    return new User(partition, 0, true, Picture.factors(1, 0), Long.MIN_VALUE, 0, since);
  }

  @Test
  void listsThatAreBeingSentAreNotOwedInVainAndTheOneThatStaysIs() {
    picture.users.put("eve", owed(1, 1_000));
    picture.users.put("fay", owed(1, 2_000));
    look(Duration.ZERO);
    picture.users.put("eve", new User(1, 0, false, Picture.factors(1, 0)));
    look(Examination.LASTING);
    assertEquals(
        "it goes on changing: user fay: owed a list since 1970-01-01T00:00:02Z"
            + " (1 as old in partition 1)",
        result("lists-owed").detail());
    picture.users.put("eve", owed(1, 3_000)); // who comes later holds nobody up
    picture.users.put("gus", owed(0, 1_000));
    look(Examination.LASTING.multipliedBy(2));
    Result result = result("lists-owed");
    assertEquals(Status.BROKEN, result.status());
    assertEquals(
        List.of("user fay: owed a list since 1970-01-01T00:00:02Z (1 as old in partition 1)"),
        result.examples());
  }

  @Test
  void aListMayWaitForItsInterval() {
    picture.background = new Background(true, Set.of(0), Duration.ofMinutes(1));
    picture.users.put("eve", owed(1, 1_000));
    look(Duration.ZERO);
    look(Duration.ofMinutes(2));
    assertEquals(Status.SKIPPED, result("lists-owed").status());
    look(Duration.ofMinutes(2).plus(Examination.LASTING));
    assertEquals(Status.BROKEN, result("lists-owed").status());
  }

  @Test
  void aLineShowsUpToThreeExamples() {
    for (String user : List.of("u1", "u2", "u3", "u4")) {
      picture.users.put(user, new User(0, 5, false, null));
    }
    look(Duration.ZERO);
    look(Examination.LASTING);
    assertEquals(
        "BROKEN   user-counts      not so: each user's count is that of the matrix (4):"
            + " user u1: 5 counted, 0 stand in the matrix;"
            + " user u2: 5 counted, 0 stand in the matrix;"
            + " user u3: 5 counted, 0 stand in the matrix; ...",
        result("user-counts").toString());
  }

  @Test
  void theReportSaysTheSameAsJson() throws Exception {
    count(9);
    look(Duration.ZERO);
    look(Examination.LASTING);
    JsonNode json = new ObjectMapper().valueToTree(examination.diagnosis());
    assertEquals(1, json.get("generation").asInt());
    assertFalse(json.get("holds").asBoolean());
    assertEquals(Check.all().size(), json.get("checks").size());
    JsonNode broken =
        json.findParents("status").stream()
            .filter(check -> check.get("status").asText().equals("BROKEN"))
            .findFirst()
            .orElseThrow();
    assertEquals("user-counts", broken.get("check").asText());
    assertEquals(
        "user ada: 9 counted, 3 stand in the matrix", broken.get("examples").get(0).asText());
  }
}
