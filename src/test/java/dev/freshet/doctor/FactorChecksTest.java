package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;

import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.PublishedFactors;
import dev.freshet.doctor.Evidence.Shape;
import dev.freshet.wire.Side;
import org.junit.jupiter.api.Test;

/** Factors are broken, and one check of {@link FactorChecks} says so. */
class FactorChecksTest {

  private final Picture picture = new Picture();

  @Test
  void factorsThatAreNotFinite() {
    picture.trained.add(new PublishedFactors(Side.MOVIES, 0, "brazil", new Shape(1, 0, 32, false)));
    assertBroken(picture, "factors-finite", "checkpoint 1 movies brazil: not finite");
  }

  @Test
  void vectorsOfAnotherLength() {
    picture.movies.put("heat", new KnownMovie(0, new Shape(1, 2, 16, true)));
    assertBroken(picture, "factors-rank", "movie heat: of rank 16, most are of 32");
  }
}
