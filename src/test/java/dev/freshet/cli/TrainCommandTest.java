package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.console.ExitCodes;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingFileWriter;
import dev.freshet.data.SyntheticRatings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {

  @TempDir private static Path shared;
  private static Path planted;
  @TempDir private Path directory;

  @BeforeAll
  static void writeRatings() {
    planted = shared.resolve("planted");
    PlantedShape shape = new PlantedShape(60, 40, 1_200, 4, .4, .4, .3, 3.5, 1);
    RatingFileWriter.write(SyntheticRatings.planted(shape), planted);
  }

  private CommandRun train(String folder, String args) {
    List<String> line = new ArrayList<>(List.of("train", "--out", at(folder)));
    line.addAll(Arrays.asList(args.replace("PLANTED", planted.toString()).split(" ", -1)));
    return CommandRun.of(new TrainCommand(), line.toArray(String[]::new));
  }

  private String at(String folder) {
    return directory.resolve(folder).toString();
  }

  private JsonNode report(String folder) throws IOException {
    return new ObjectMapper().readTree(directory.resolve(folder).resolve("report.json").toFile());
  }

  private static final String MF =
      "--model biased-mf --ratings PLANTED --rank 4 --epochs 5 --threads 1 --kernels ejml";

  @Test
  void aModelIsTrainedMeasuredAndWritten() throws IOException {
    CommandRun run = train("mf", MF + " --seed 3");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode report = report("mf");
    double rmse = report.path("test").path("rmse").asDouble();
    assertTrue(rmse > .1 && rmse < 1.5, run.out());
    assertTrue(report.path("test").path("mae").asDouble() < rmse, run.out());
    assertEquals(120, report.path("test").path("ratings").asInt());
    assertEquals(108, report.path("validation").path("ratings").asInt());
    assertTrue(report.path("validation").path("rmse").asDouble() > .1, run.out());
    assertTrue(report.path("bestEpoch").asInt() >= 1, run.out());
    assertTrue(report.path("ratingsPerSecond").asDouble() > 0, run.out());
    assertEquals(4, report.path("settings").path("rank").asInt());
    assertEquals(3, report.path("seed").asInt());
    assertEquals("ejml", report.path("kernels").asText());
    assertEquals(64, report.path("sha256").asText().length());
    for (String file : List.of("model.safetensors", "learning-curve.png", "ids.json")) {
      assertTrue(Files.size(directory.resolve("mf").resolve(file)) > 0, file);
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() throws IOException {
    train("a", MF);
    train("b", MF);
    train("c", MF + " --seed 2");
    assertEquals(numbers("a"), numbers("b"));
    assertEquals(tensors("a"), tensors("b"));
    assertNotEquals(numbers("a"), numbers("c"));
  }

  private String numbers(String folder) throws IOException {
    ObjectNode report = (ObjectNode) report(folder);
    report.remove(List.of("secondsPerEpoch", "ratingsPerSecond", "seconds", "trainedAt"));
    report.path("curve").forEach(point -> ((ObjectNode) point).remove("seconds"));
    return report.toString();
  }

  private List<Byte> tensors(String folder) throws IOException {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : Files.readAllBytes(directory.resolve(folder).resolve("model.safetensors"))) {
      bytes.add(b);
    }
    return bytes;
  }

  @Test
  void similarAndPredictWorkFromWhatWasWritten() {
    train("mf", MF);
    CommandRun similar =
        CommandRun.of(
            new SimilarCommand(), "similar", "--model", at("mf"), "--movie", "1", "-n", "3");
    assertEquals(0, similar.exitCode(), similar.err());
    assertEquals(5, similar.out().lines().count(), similar.out());
    CommandRun predict =
        CommandRun.of(
            new PredictCommand(), "predict", "--model", at("mf"), "--user", "1", "--movie", "1");
    assertEquals(0, predict.exitCode(), predict.err());
    double rating = Double.parseDouble(predict.out().split(" ", 2)[0]);
    assertTrue(rating >= .5 && rating <= 5, predict.out());
    CommandRun stranger =
        CommandRun.of(
            new PredictCommand(), "predict", "--model", at("mf"), "--user", "?", "--movie", "1");
    assertTrue(stranger.out().contains("whom the model does not know"), stranger.out());
  }

  @Test
  void anUnknownTitleIsAnsweredWithWhatMayBeMeant() {
    train("mf", "--model biases --ratings PLANTED");
    CommandRun run =
        CommandRun.of(
            new PredictCommand(), "predict", "--model", at("mf"), "--user", "1", "--movie", "zzz");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("no movie of the model is called 'zzz'"), run.err());
    CommandRun similar =
        CommandRun.of(new SimilarCommand(), "similar", "--model", at("mf"), "--movie", "1");
    assertTrue(similar.err().contains("this model has no factors of movies"), similar.err());
  }

  @Test
  void rankersReportRecallAndGain() throws IOException {
    CommandRun run = train("pop", "--model popularity --ratings PLANTED");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(report("pop").path("test").path("recallAt20").asDouble() > 0, run.out());
    assertTrue(report("pop").path("test").path("ndcgAt100").asDouble() > 0, run.out());
    assertTrue(report("pop").path("test").path("rmse").isMissingNode(), run.out());
  }

  @ParameterizedTest
  @CsvSource({"ease", "cdae", "popularity"})
  void usersAreHeldOutOfRankers(String model) throws IOException {
    CommandRun run = train("held", "--model " + model + " --ratings PLANTED --split users:0.1");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode test = report("held").path("test");
    assertTrue(test.path("rankedUsers").asInt() <= 6, run.out());
    assertTrue(test.path("recallAt20").asDouble() > 0, run.out());
  }

  @ParameterizedTest
  @CsvSource({"autorec-user", "deep-autorec"})
  void usersAreHeldOutOfModelsOfUsersRatings(String model) throws IOException {
    CommandRun run = train("held", "--model " + model + " --ratings PLANTED --split users:0.1");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode test = report("held").path("test");
    assertTrue(test.path("rmse").asDouble() > .3 && test.path("rmse").asDouble() < 1.5, run.out());
    assertEquals(0, test.path("unseen").asInt(), "what users showed is known of them");
  }

  @Test
  void theLaterOfTwoRatingsStands() throws IOException {
    Path file = directory.resolve("twice.csv");
    StringBuilder csv = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 8).append(',').append(i % 5).append(',').append(1 + i % 5).append(",9640000");
      csv.append(10 + i).append('\n');
    }
    csv.append("0,0,5,964000999\n");
    Files.writeString(file, csv);
    CommandRun run = train("twice", "--model biases --ratings " + file);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("40 ratings by 8 users of 5 movies, 1 replaced"), run.out());
  }

  /** Forty takes of ten users, all rated the same. */
  private Path takeUp() throws IOException {
    StringBuilder csv = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < 40; i++) {
      csv.append("%d,%d,1,%d%n".formatted(i % 10, (i * 3 + i / 10) % 8, 964_000_000 + i));
    }
    return Files.writeString(directory.resolve("takes.csv"), csv);
  }

  @ParameterizedTest
  @CsvSource({"ease", "cdae", "popularity"})
  void rankersLearnTakeUp(String model) throws IOException {
    CommandRun run = train("taken", "--model " + model + " --ratings " + takeUp());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        run.out().contains("40 events, csv, every rating is 1.0: read as take-up"), run.out());
    assertTrue(run.out().contains("40 ratings and likes by 10 users of 8 movies"), run.out());
    assertTrue(report("taken").path("test").path("rankedUsers").asInt() > 0, "takes are relevant");
  }

  @Test
  void modelsOfRatingsRefuseTakeUpAndNameThoseThatDoNot() throws IOException {
    Path file = takeUp();
    CommandRun run = train("taken", "--model biased-mf --ratings " + file);
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertEquals(
        "freshet: "
            + file
            + ": no ratings (csv, every rating is 1.0: read as take-up), and biased-mf learns from"
            + " nothing else; models that learn from other events: popularity, ease, cdae",
        run.err().strip());
    CommandRun rated = train("taken", "--model biases --scale 0:1 --ratings " + file);
    assertEquals(0, rated.exitCode(), rated.err());
    assertTrue(rated.out().contains("40 ratings by 10 users"), rated.out());
  }

  @Test
  void modelsOfRatingsLearnTheRatingsAlone() throws IOException {
    StringBuilder alone = new StringBuilder("userId,movieId,rating,timestamp,event\n");
    StringBuilder mixed = new StringBuilder(alone);
    for (int i = 0; i < 80; i++) {
      String rating = "%d,%d,%d,%d,%n".formatted(i % 8, i / 8, 1 + i * 7 % 5, 964_000_000 + i);
      alone.append(rating);
      mixed.append(rating);
      mixed.append(
          "x%d,%d,,%d,%s%n".formatted(i, i % 3, 964_000_000 + i, i < 70 ? "view" : "take"));
    }
    Path file = directory.resolve("shop.csv");
    Files.writeString(file, alone);
    train("alone", "--model biases --ratings " + file);
    Files.writeString(file, mixed);
    CommandRun run = train("mixed", "--model biases --ratings " + file);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(report("alone").path("test"), report("mixed").path("test"));
    CommandRun ranked = train("ranked", "--model popularity --ratings " + file);
    assertTrue(ranked.out().contains("90 ratings and likes by 18 users"), ranked.out());
    String settings = " --set events.view.weight=0.5";
    CommandRun views = train("ranked", "--model popularity --ratings " + file + settings);
    assertTrue(views.out().contains("160 ratings and likes by 88 users"), views.out());
    Files.writeString(file, mixed.toString().replace("take", "cart"));
    CommandRun unknown = train("ranked", "--model popularity --ratings " + file);
    assertEquals(ExitCodes.FAILED, unknown.exitCode());
    assertTrue(unknown.err().contains("event 'cart' is none of purchase, skip, take, view"));
    assertTrue(unknown.err().contains("(10 of 160 lines)"), unknown.err());
  }

  @Test
  void foldsOfTakeUpAreLearned() throws IOException {
    StringBuilder base = new StringBuilder();
    StringBuilder test = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String line = i % 10 + "\t" + (i * 3 + i / 10) % 8 + "\t1\t8812507" + (10 + i);
      (i % 5 == 1 ? test : base).append(line).append('\n');
    }
    Files.writeString(directory.resolve("u1.base"), base);
    Files.writeString(directory.resolve("u1.test"), test);
    CommandRun run = train("folds", "--model popularity --split folds:" + directory);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(report("folds").path("test").path("rankedUsers").asInt() > 0, run.out());
  }

  @Test
  void foldsAreAveraged() throws IOException {
    for (int fold = 1; fold <= 2; fold++) {
      StringBuilder base = new StringBuilder();
      StringBuilder test = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        String line = i % 10 + "\t" + i % 6 + "\t" + (1 + (i * fold) % 5) + "\t8812507" + (10 + i);
        (i % 5 == fold ? test : base).append(line).append('\n');
      }
      Files.writeString(directory.resolve("u" + fold + ".base"), base);
      Files.writeString(directory.resolve("u" + fold + ".test"), test);
    }
    CommandRun run = train("folds", "--model biases --split folds:" + directory);
    assertEquals(0, run.exitCode(), run.err());
    JsonNode report = report("folds");
    double first = report.path("folds").path(0).path("rmse").asDouble();
    double second = report.path("folds").path(1).path("rmse").asDouble();
    assertEquals((first + second) / 2, report.path("test").path("rmse").asDouble(), 1e-12);
  }

  @Test
  void aDivergingLossKeepsTheLastGoodStateAndSaysWhatToDo() throws IOException {
    CommandRun run = train("wild", MF + " --optimizer sgd --rate 1e6");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("training diverged in epoch 2"), run.err());
    assertTrue(run.err().contains("use a learning rate below"), run.err());
    assertTrue(report("wild").path("ended").asText().contains("diverged"), run.out());
    assertEquals(1, report("wild").path("bestEpoch").asInt());
    assertTrue(Files.size(directory.resolve("wild/model.safetensors")) > 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--ratings PLANTED | say which model with --model; `freshet train --models` lists them",
        "--model biased-mf | say where the ratings are with --ratings PATH",
        "--model biased-mf --ratings PLANTED --rnak 4 | biased-mf has no setting --rnak; did you"
            + " mean --rank?",
        "--model biased-mf --ratings PLANTED --rank x | --rank is a whole number, not x",
        "--model biased-mf --ratings PLANTED --split odd | a split is random:0.1",
        "--model biased-mf --ratings nowhere --split users:0.1 | biased-mf knows only users it was"
            + " trained on, so users cannot be held out; choose --split random:0.1, or a model that"
            + " takes newcomers: popularity, ease, autorec-user, deep-autorec, cdae",
        "--model biased-mf --ratings PLANTED --threads 0 | --threads is at least 1, not 0",
        "--model biased-mf --ratings PLANTED --kernels odd | odd",
        "--model biased-mf --ratings PLANTED --scale 5 | a scale is two numbers such as 1:5",
      })
  void wrongCommandLinesAreRefusedInALine(String args, String problem) {
    CommandRun run = train("wrong", args);
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains(problem), run.err());
    assertEquals(2, run.err().lines().count(), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model odd --ratings PLANTED | no model is called 'odd'",
        "--model biased-mf --ratings nowhere | no such file or directory",
        "--model biases --ratings PLANTED --scale 0:3 | is not on the scale 0.0 to 3.0",
        "--model biases --ratings PLANTED --split random:0.0001 | the test part of random:1.0E-4 is"
            + " empty",
        "--model popularity --ratings PLANTED --split folds:nowhere | is not a folder with u1.base",
      })
  void whatCannotBeDoneIsSaidInALine(String args, String problem) {
    CommandRun run = train("wrong", args);
    assertEquals(ExitCodes.FAILED, run.exitCode(), run.err());
    assertTrue(run.err().contains(problem), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void theHelpListsModelsAndTheirSettings() {
    assertTrue(CommandRun.of(new TrainCommand(), "train", "--help").out().contains("biased-mf"));
    CommandRun run = CommandRun.of(new TrainCommand(), "train", "--model", "biased-mf", "--help");
    assertTrue(run.out().contains("--rank "), run.out());
    assertTrue(train("x", "--models").out().contains("autorec-item"));
  }
}
