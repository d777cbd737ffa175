package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

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
    RatingStream stream = RatingStream.planted(7);
    assertEquals(
        StaleRun.over(stream, OnlineSgd.Settings.defaults(), 0).online(), learn(stream).online());
  }

  @Test
  void findsPlantedTastesWhereBiasesCannot() {
    StaleRun run = learn(RatingStream.planted(42));
    assertTrue(run.onlineSecondHalf() < .54, run.toString());
    assertTrue(run.onlineSecondHalf() < .75 * run.baselineSecondHalf(), run.toString());
  }

  @Test
  void beatsBiasesOnMovieLens() throws IOException {
    Path file = present("ml-latest-small/ratings.csv");
    StaleRun run = learn(RatingStream.read("ml-latest-small", file, ",", Scale.MOVIELENS));
    assertTrue(run.online() < .857 && run.onlineSecondHalf() < .813, run.toString());
    assertTrue(run.baseline() < .8627 && run.baselineSecondHalf() < .8223, run.toString());
  }

  @Test
  void isNoWorseThanBiasesOnTweetsOfZeroToTen() throws IOException {
    Path file = present("movietweetings-100k/ratings.dat");
    StaleRun run = learn(RatingStream.read("movietweetings-100k", file, "::", new Scale(0, 10)));
    assertTrue(run.online() <= run.baseline(), run.toString());
    assertTrue(run.baseline() < 1.6, run.toString());
  }

  @Test
  void twoThousandRatingsOfStalenessCostLessThanOnePercent() throws IOException {
    Path file = present("ml-latest-small/ratings.csv");
    RatingStream stream = RatingStream.read("ml-latest-small", file, ",", Scale.MOVIELENS);
    double stale = StaleRun.over(stream, OnlineSgd.Settings.defaults(), 2000).online();
    assertTrue(stale < 1.01 * learn(stream).online(), "stale " + stale);
  }

  private static StaleRun learn(RatingStream stream) {
    SequentialLearner learner = new SequentialLearner(sgd(stream.scale()));
    StaleRun.Errors errors = new StaleRun.Errors();
    for (int n = 0; n < stream.size(); n++) {
      float rating = stream.ratings()[n];
      Prediction prediction =
          learner.learn(
              stream.userIds().get(stream.users()[n]),
              stream.movieIds().get(stream.movies()[n]),
              rating);
      errors.add(
          2 * n < stream.size(),
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
