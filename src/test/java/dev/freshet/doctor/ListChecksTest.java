package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;
import static dev.freshet.doctor.Verdict.assertHealthy;
import static dev.freshet.doctor.Verdict.skipped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.Checkpoint.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A list is wrong or owed, and one check of {@link ListChecks} or {@link OwedChecks} says so. */
class ListChecksTest {

  private final Picture picture = new Picture();

  @Test
  void aReasonThatIsNoRatingOfTheUsers() {
    picture.lists.put("ben", new Listed(1, List.of("brazil"), Set.of("heat", "jaws")));
    assertBroken(picture, "lists-because", "list of ben: because of jaws, no rating of the user's");
    picture.users.put("ben", new User(1, 2, true, Picture.factors(1, 2)));
    assertBroken(picture, "lists-owed", "user ben: owed a list");
  }

  @Test
  void aReasonThatWasTakenBack() {
    picture.lists.put("ada", new Listed(1, List.of("brazil"), Set.of("heat")));
    assertHealthy(picture);
    picture.ratings.get("ada").put("heat", new MatrixRating(0, 1, false));
    picture.users.put("ada", new User(0, 2, false, Picture.factors(1, 3)));
    assertBroken(picture, "lists-because", "list of ada: because of heat, no rating of the user's");
  }

  @Test
  void aListWithARatedMovie() {
    picture.lists.put("ben", new Listed(1, List.of("brazil", "heat")));
    assertBroken(picture, "lists-rated", "list of ben: contains heat, which the user rated");
  }

  @Test
  void theListOfAUserWhoIsOwedAnotherIsNotJudged() {
    picture.lists.put("ben", new Listed(1, List.of("brazil", "heat")));
    picture.users.put("ben", new User(1, 2, true, Picture.factors(1, 2)));
    assertBroken(picture, "lists-owed", "user ben: owed a list");
  }

  private static User owed(int partition, int ratings, long since) {
    return new User(
        partition, ratings, true, Picture.factors(1, ratings), Long.MIN_VALUE, 0, since);
  }

  @Test
  void aListThatIsOwedAndNeverSent() {
    picture.users.put("ben", owed(1, 2, 1_000));
    assertBroken(
        picture, "lists-owed", "user ben: owed a list since 1970-01-01T00:00:01Z (1 as old");
  }

  @Test
  void listsMayWaitWhileThereIsABacklogOrAGenerationIsBeingAdopted() {
    picture.users.put("ben", owed(1, 2, 1_000));
    picture.flow(true, false, 3);
    assertTrue(skipped(picture, "lists-owed").contains("backlog"));
    picture.flow(true, true, 0);
    picture.checkpoints.add(Picture.checkpoint(2, Fate.PROMOTED));
    assertEquals("generation 2 is not adopted everywhere", skipped(picture, "lists-owed"));
  }

  @Test
  void whereThereIsNoMovieNoListCanBeSent() {
    picture.users.put("ben", owed(1, 2, 1_000));
    picture.catalogue.clear();
    picture.movies.clear();
    assertEquals("there is no movie that could be in a list", skipped(picture, "lists-owed"));
  }

  @Test
  void aListWithAMovieThatLeftTheCatalogue() {
    picture.catalogue.remove("jaws");
    assertBroken(
        picture, "lists-catalogue", "list of ben: contains jaws, which is not in the catalogue");
  }

  @Test
  void withoutACatalogueEveryMovieMayBeListed() {
    picture.catalogue.clear();
    picture.background = new Background(false, Set.of(0), Duration.ZERO);
    assertHealthy(picture);
  }

  @Test
  void onceTheCatalogueIsEmptiedNoMovieMayBeListed() {
    picture.catalogue.clear();
    assertBroken(
        picture, "lists-catalogue", "list of ada: contains brazil, which is not in the catalogue");
    picture.lists.put("ada", new Listed(1, List.of()));
    picture.lists.put("ben", new Listed(1, List.of()));
    assertHealthy(picture);
  }
}
