package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;
import static dev.freshet.doctor.Verdict.assertHealthy;

import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is counted of takes differs from the matrix, and one check of {@link TakeChecks} says so.
 */
class TakeChecksTest {

  private static final long YEAR = 365 * 86_400_000L;

  private final Picture picture = new Picture();

  private void takes(String user, int partition, float weight, long time) {
    MatrixRating rating = new MatrixRating(partition, 1, true, 0, new Taken(weight, time), false);
    picture.ratings.get(user).put("heat", rating);
  }

  private void counted(int takes, float weight, long newest) {
    counted(takes, newest, weight, weight, weight);
  }

  private void counted(int takes, long newest, Float... byHalfLife) {
    KnownMovie heat = new KnownMovie(0, Picture.factors(1, 2), takes, List.of(byHalfLife), newest);
    picture.movies.put("heat", heat);
  }

  @Test
  void aTakeThatWasCountedTwice() {
    takes("ada", 0, 1, 0);
    counted(2, 2, 0);
    assertBroken(picture, "take-counts", "movie heat: 2 takes, 1 in the matrix");
  }

  @Test
  void aTakeThatWasNotTakenBack() {
    KnownMovie jaws = new KnownMovie(1, Picture.factors(1, 1), 1, List.of(1f, 1f, 1f), 0);
    picture.movies.put("jaws", jaws);
    assertBroken(picture, "take-counts", "movie jaws: 1 takes, 0 in the matrix");
  }

  @Test
  void aTakeThatIsCounted() {
    takes("ada", 0, 1, 0);
    counted(1, 1, 0);
    assertHealthy(picture);
  }

  @Test
  void aTakeThatCountsForMoreThanItWeighs() {
    takes("ada", 0, .2f, 0);
    counted(1, 1, 0);
    assertBroken(
        picture, "take-weights", "movie heat: takes weigh 1.000 by the year, 0.200 in the matrix");
  }

  @Test
  void takesOfLongAgoWeighLess() {
    takes("ada", 0, 1, 0);
    takes("ben", 1, .5f, YEAR);
    counted(2, YEAR, .5f, .5f, 1f);
    assertHealthy(picture);

    counted(2, YEAR, .5f, .5f, 1.5f);
    assertBroken(
        picture, "take-weights", "movie heat: takes weigh 1.500 by the year, 1.000 in the matrix");
    counted(2, YEAR, 1f, .5f, 1f);
    assertBroken(
        picture, "take-weights", "movie heat: takes weigh 1.000 by the day, 0.500 in the matrix");
  }
}
