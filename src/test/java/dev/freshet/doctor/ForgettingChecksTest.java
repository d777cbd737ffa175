package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;
import static dev.freshet.doctor.Verdict.assertHealthy;

import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Something is left of a forgotten user, and {@link ForgettingChecks} says so. */
class ForgettingChecksTest {

  private final Picture picture = new Picture();

  @Test
  void aRatingFromBeforeItsUserWasForgotten() {
    picture.users.put("ada", new User(0, 3, false, Picture.factors(1, 3), 1_000, 3));
    picture.ratings.get("ada").put("heat", new MatrixRating(0, 1, true, 1_001));
    picture.ratings.get("ada").put("alien", new MatrixRating(0, 2, true, 1_000));
    picture.ratings.get("ada").put("jaws", new MatrixRating(0, 3, true, 1_002));
    assertBroken(
        picture, "forgotten", "user ada: forgotten up to 1000, alien of 1000 is in the matrix");
  }

  @Test
  void theMarkerOfARetractionFromBeforeItsUserWasForgotten() {
    picture.users.put("eve", new User(0, 0, false, null, 1_000, 3));
    picture.ratings.put("eve", Map.of("brazil", new MatrixRating(1, 2, false, 999)));
    picture.ratings.get("ben").remove("alien");
    picture.users.put("ben", new User(1, 1, false, Picture.factors(1, 2)));
    assertBroken(
        picture, "forgotten", "user eve: forgotten up to 1000, brazil of 999 is in the matrix");
  }

  @Test
  void aForgottenUserWithAList() {
    picture.users.put("eve", new User(0, 0, false, null, 1_000, 3));
    assertHealthy(picture);
    picture.lists.put("eve", new Listed(1, List.of("brazil")));
    assertBroken(picture, "forgotten", "user eve: forgotten, with a list");
  }
}
