package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.console.ExitCodes;
import dev.freshet.train.Recipe;
import dev.freshet.train.models.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code train} with ratings that nobody would measure a model on: works or says why not. */
class OddRatingsTest {

  @TempDir private Path directory;

  private Path file(int users, int movies, IntToDoubleFunction rating) throws IOException {
    StringBuilder csv = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < users * movies; i++) {
      csv.append(i % users).append(',').append(i / users).append(',');
      csv.append(rating.applyAsDouble(i)).append(',').append(964_000_000 + i).append('\n');
    }
    return Files.writeString(directory.resolve("ratings.csv"), csv);
  }

  private CommandRun train(String model, Path ratings, String... more) {
    List<String> line = new ArrayList<>(List.of("train", "--model", model));
    line.addAll(List.of("--ratings", ratings.toString(), "--threads", "1", "--kernels", "ejml"));
    line.addAll(List.of("--out", directory.resolve("out").toString()));
    line.addAll(List.of(more));
    return CommandRun.of(new TrainCommand(), line.toArray(String[]::new));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("out/report.json").toFile());
  }

  static Stream<String> models() {
    return Recipes.all().stream().map(Recipe::name);
  }

  private static void assertTrainedOrRefusedInALine(CommandRun run) {
    if (run.exitCode() != 0) {
      assertEquals(ExitCodes.FAILED, run.exitCode(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(!run.err().contains("unexpected"), run.err());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void oneMovieOnly(String model) throws IOException {
    assertTrainedOrRefusedInALine(train(model, file(30, 1, i -> 1 + i % 5)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void oneUserOnly(String model) throws IOException {
    assertTrainedOrRefusedInALine(train(model, file(1, 30, i -> 1 + i % 5)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theSameRatingEverywhere(String model) throws IOException {
    assertTrainedOrRefusedInALine(train(model, file(8, 6, i -> 3)));
  }

  @Test
  void usersWithoutATrainingRatingArePredicted() throws IOException {
    CommandRun run = train("biased-mf", file(30, 1, i -> 1 + i % 5));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(3, report().path("test").path("ratings").asInt());
    assertEquals(3, report().path("test").path("unseen").asInt(), "each user has one rating");
    assertTrue(report().path("test").path("rmse").isNumber(), run.out());
  }

  @Test
  void ratingsOfAnotherScaleArePredictedOnIt() throws IOException {
    CommandRun run = train("biases", file(20, 10, i -> 20 * (1 + i % 5)));
    assertEquals(0, run.exitCode(), run.err());
    double rmse = report().path("test").path("rmse").asDouble();
    assertTrue(rmse > 5 && rmse < 60, "in hundredths, " + rmse);
    CommandRun stars = train("biases", file(20, 10, i -> 20 * (1 + i % 5)), "--scale", "1:5");
    assertEquals(ExitCodes.FAILED, stars.exitCode());
    assertTrue(stars.err().contains("line 2: rating '20.0' is not on the scale 1.0 to 5.0"));
  }

  @Test
  void aRatingThatIsNoNumberIsNamedByItsLine() throws IOException {
    CommandRun run = train("biases", file(20, 10, i -> i == 7 ? Double.NaN : 3));
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("line 9: rating 'NaN' is not a number"), run.err());
  }

  @Test
  void aFileWithoutRatingsIsRefused() throws IOException {
    CommandRun run = train("biases", file(0, 0, i -> 0));
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("has a header but no ratings"), run.err());
    assertTrue(Files.notExists(directory.resolve("out")), "nothing is left behind");
  }

  @Test
  void aLossThatDivergesAtOnceLeavesNothingToKeep() throws IOException {
    CommandRun run = train("dot", file(20, 10, i -> 1 + i % 5), "--rate", "1e20", "--batch", "20");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("training diverged in epoch 1"), run.err());
    assertTrue(run.err().contains("use a learning rate below"), run.err());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aSettingOfNoModelIsRefusedByName(String model) throws IOException {
    CommandRun run = train(model, directory.resolve("not read"), "--warp", "9");
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains(model + " has no setting --warp"), run.err());
  }

  @Test
  void aWrongValueIsRefusedBeforeAnythingIsRead() throws IOException {
    Path ratings = directory.resolve("not read");
    CommandRun optimizer = train("biased-mf", ratings, "--optimizer", "magic");
    assertEquals(ExitCodes.USAGE, optimizer.exitCode());
    assertTrue(
        optimizer.err().contains("'magic'; there are sgd, momentum, adam, adamw"), optimizer.err());
    CommandRun schedule = train("cdae", ratings, "--schedule", "lunar");
    assertTrue(
        schedule.err().contains("'lunar'; there are constant, exponential, cosine"),
        schedule.err());
    CommandRun rate = train("dot", ratings, "--rate", "0");
    assertTrue(rate.err().contains("rate must be above 0"), rate.err());
  }

  @Test
  void settingsAreRefusedByEveryModelThatDoesNotHaveThem() throws IOException {
    Path ratings = directory.resolve("not read");
    for (String wrong : List.of("ease --rank", "cdae --sigmoid", "dot --hidden", "svd --rate")) {
      String[] words = wrong.split(" ", -1);
      CommandRun run = train(words[0], ratings, words[1], "1");
      assertTrue(run.err().contains(words[0] + " has no setting " + words[1]), run.err());
    }
  }
}
