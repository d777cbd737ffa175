package dev.freshet.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.offline.SgdTuning.Stream;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.SequentialLearner;
import dev.freshet.online.SequentialLearner.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The defaults hold what {@code docs/benchmarks/learning-defaults.md} claims, with a little room.
 */
class SequentialLearnerTest {
  private static final Path DATA = Path.of("..", "shared", "data");

  @Test
  void predictsBeforeItLearns() {
    SequentialLearner learner = new SequentialLearner(sgd(Scale.MOVIELENS));
    Prediction first = learner.learn("ann", "Alien", 5);
    assertEquals(2.75f, first.runningMean());
    assertEquals(2.75f, first.baseline());
    assertEquals(2.75f, first.online(), .01f); // plus p·q of two small start vectors

    Prediction second = learner.learn("ann", "Brazil", 4);
    assertEquals(5f, second.runningMean());
    // ann's bias moved by .2 of the error, within maxError
    assertEquals(2.75f + .2f * 2.25f, second.baseline(), 1e-6f);
    // a new user starts from the mean of the two ratings, shrunk by ten: 3.5 / 12
    Prediction third = learner.learn("bob", "Casablanca", 4);
    assertEquals(2.75f + 3.5f / 12, third.baseline(), 1e-6f);
  }

  @Test
  void agreesWithTheSimulationThatTunedTheDefaults() {
    RatingSet set = planted(7);
    assertEquals(stale(set, 0).online(), learn(set).online());
  }

  @Test
  void findsPlantedTastesWhereBiasesCannot() {
    StaleRun run = learn(planted(42));
    assertTrue(run.onlineSecondHalf() < .54, run.toString());
    assertTrue(run.onlineSecondHalf() < .75 * run.baselineSecondHalf(), run.toString());
  }

  @Test
  void beatsBiasesOnMovieLens() throws IOException {
    Path file = present("ml-latest-small/ratings.csv");
    StaleRun run = learn(RatingFiles.open(file, Scale.MOVIELENS));
    assertTrue(run.online() < .857 && run.onlineSecondHalf() < .813, run.toString());
    assertTrue(run.baseline() < .8627 && run.baselineSecondHalf() < .8223, run.toString());
  }

  @Test
  void isNoWorseThanBiasesOnTweetsOfZeroToTen() throws IOException {
    Path file = present("movietweetings-100k/ratings.dat");
    StaleRun run = learn(RatingFiles.open(file, new Scale(0, 10)));
    assertTrue(run.online() <= run.baseline(), run.toString());
    assertTrue(run.baseline() < 1.6, run.toString());
  }

  @Test
  void twoThousandRatingsOfStalenessCostLessThanOnePercent() throws IOException {
    Path file = present("ml-latest-small/ratings.csv");
    RatingSet set = RatingFiles.open(file, Scale.MOVIELENS);
    double stale = stale(set, 2000).online();
    assertTrue(stale < 1.01 * learn(set).online(), "stale " + stale);
  }

  private static RatingSet planted(long seed) {
    return SyntheticRatings.planted(PlantedShape.DEFAULT.withSeed(seed));
  }

  private static StaleRun stale(RatingSet set, int behind) {
    int[] order = Stream.of("", set).order();
    return StaleRun.over(set, order, OnlineSgd.Settings.defaults(), behind);
  }

  private static StaleRun learn(RatingSet set) {
    SequentialLearner learner = new SequentialLearner(sgd(set.scale()));
    Ratings ratings = set.ratings();
    StaleRun.HalfErrors errors = new StaleRun.HalfErrors();
    for (int n = 0; n < ratings.size(); n++) {
      float rating = ratings.rating(n);
      Prediction prediction =
          learner.learn(
              ratings.userIds().get(ratings.user(n)),
              ratings.movieIds().get(ratings.movie(n)),
              rating);
      errors.add(
          2 * n < ratings.size(),
          rating,
          prediction.online(),
          prediction.baseline(),
          prediction.runningMean());
    }
    return errors.run();
  }

  private static OnlineSgd sgd(Scale scale) {
    return new OnlineSgd(OnlineSgd.Settings.defaults(), scale);
  }

  private static Path present(String name) {
    Path file = DATA.resolve(name);
    if (!Files.exists(file)) {
      if ("true".equals(System.getenv("CI"))) {
        fail("CI needs " + file);
      }
      Assumptions.abort(file + " is missing: skipped");
    }
    return file;
  }
}
