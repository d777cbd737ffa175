package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import dev.freshet.console.ExitCodes;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingFileWriter;
import dev.freshet.data.SyntheticRatings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

  private static CommandRun bench(String args) {
    return CommandRun.of(new BenchCommand(), ("bench " + args).trim().split(" ", -1));
  }

  @Test
  @BrokerTest
  @Timeout(240)
  void freshnessAnswersEveryRatingAndReportsHowSoon(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run =
        bench(
            "freshness --rate 100 --for 1s --warm-up 1s --movies 300 --users 200 --history 2"
                + " --pause 0ms --partitions 2 --report "
                + report);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("p99"), run.out());
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertEquals(100, json.path("ratings").intValue());
    assertEquals(0, json.path("unanswered").asInt(-1));
    double p50 = json.path("p50").doubleValue();
    double p90 = json.path("p90").doubleValue();
    double p99 = json.path("p99").doubleValue();
    double max = json.path("max").doubleValue();
    assertTrue(0 < p50 && p50 <= p90 && p90 <= p99 && p99 <= max, run.out());
    assertTrue(json.path("rateHeld").doubleValue() > 0, run.out());
    assertEquals(400, json.path("load").path("history").intValue());
    assertEquals(2, json.path("settings").path("partitions").intValue());
    assertTrue(json.path("settings").path("exactlyOnce").booleanValue());
  }

  @Test
  void listsAreMeasuredForEachCatalogue(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run = bench("lists --movies 500,900 --rank 8 --round 5ms --report " + report);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("\n       900     8 "), run.out());
    assertEquals(2, new ObjectMapper().readTree(report.toFile()).path("rows").size());
  }

  @Test
  @BrokerTest
  @Timeout(240)
  void removalsAreFoundInAllListsWhateverElseLeaves(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run = bench("removals --users 2000 --removals-every 10ms --report " + report);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("\none among many removals "), run.out());
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertEquals(3, json.path("rows").size(), run.out());
    for (JsonNode row : json.path("rows")) {
      assertEquals(200, row.path("lists").intValue(), run.out());
      assertTrue(row.path("usersPerCpuSecond").doubleValue() > 0, run.out());
      assertTrue(row.path("share").doubleValue() > 0, run.out());
    }
  }

  @Test
  void trainingIsMeasuredAndTakenApart(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run =
        bench("train --only biased-mf --ratings 9000 --epochs 1 --threads 1 --report " + report);
    assertEquals(0, run.exitCode(), run.err());
    JsonNode row = new ObjectMapper().readTree(report.toFile()).path("rows").path(0);
    assertEquals("biased-mf", row.path("model").asText());
    assertTrue(row.path("ratingsPerSecond").asDouble() > 0, run.out());
    assertTrue(row.path("bytesPerStep").asDouble(-1) >= 0, run.out());
    double gather = row.path("operations").path("gather").asDouble();
    assertTrue(gather > 0 && gather < 1, run.out());
  }

  /** Closed forms, too; and hybrid-mf, as the ratings have genres. */
  @Test
  void everyModelHasARow(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run =
        bench(
            "train --only svd,hybrid-mf,global-mean --ratings 40000 --epochs 1 --threads 1 --report "
                + report);
    assertEquals(0, run.exitCode(), run.err());
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertEquals(3, json.path("rows").size(), run.out());
    assertEquals(0, json.path("leftOut").size(), run.out());
    for (JsonNode row : json.path("rows")) {
      assertTrue(row.path("secondsPerEpoch").asDouble() > 0, run.out());
      boolean closed = !row.path("model").asText().equals("hybrid-mf");
      assertEquals(closed, row.path("operations").isEmpty(), run.out());
    }
  }

  @Test
  void theHeapOfAReplicaIsMeasuredInEachOfItsStates(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("memory.json");
    CommandRun run = bench("lists --memory --movies 5000 --rank 8,16 --report " + report);
    assertEquals(ExitCodes.OK, run.exitCode(), run.err());
    JsonNode rows = new ObjectMapper().readTree(Files.readString(report)).path("rows");
    assertEquals(12, rows.size(), "six states of two ranks");
    assertEquals(130 + 4 * (8 + 4), rows.path(0).path("formula").asDouble(), 1e-9);
    assertEquals(130 + 2 * 4 * (16 + 4), rows.path(7).path("formula").asDouble(), 1e-9);
    assertTrue(run.out().contains("while the next generation gathers"), run.out());
  }

  private static Path toyRatings(Path directory) throws Exception {
    PlantedShape shape = new PlantedShape(40, 20, 400, 2, 1, .35, .4, 3, 1);
    RatingFileWriter.write(SyntheticRatings.planted(shape), directory);
    return directory;
  }

  @Test
  void theDefaultsOfLearningAreTabledBesideTheirNeighbours(@TempDir Path directory)
      throws Exception {
    CommandRun run =
        bench("learning --planted 500 --behind 0,7 --ratings " + toyRatings(directory));
    assertEquals(ExitCodes.OK, run.exitCode(), run.err());
    String row = "\\| .* \\| 7 \\| \\d\\.\\d{4} / \\d\\.\\d{4} \\| .*";
    assertEquals(3, run.out().lines().filter(line -> line.matches(row)).count(), run.out());
    assertTrue(run.out().contains("| planted | 0 |"), run.out());
    assertTrue(run.out().contains(" shuffled | 0 |"), run.out());
    assertTrue(run.out().contains("\n| **defaults** | "), run.out());
    assertTrue(run.out().contains("\n| movieBias.floor × 2.0 | "), run.out());
  }

  @Test
  void listsArePreviewedWithTheirReasons(@TempDir Path directory) throws Exception {
    CommandRun run = bench("preview --users 1,nobody --ratings " + toyRatings(directory));
    assertEquals(ExitCodes.OK, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("how ratings of movies predicted .5 above"), run.out());
    assertEquals(1, run.out().lines().filter(line -> line.startsWith("user ")).count());
    assertEquals(3, run.out().lines().filter(line -> line.startsWith("  damping ")).count());
    assertTrue(run.out().contains(" ratings; ["), run.out());
  }

  @Test
  void partsOfTheOrderOfTakesAreLeftOut(@TempDir Path directory) throws Exception {
    CommandRun run = bench("orders --ratings " + toyRatings(directory));
    assertEquals(ExitCodes.OK, run.exitCode(), run.err());
    assertTrue(run.out().contains("\ntakes "), run.out());
    assertTrue(run.out().contains("\nwithout counts "), run.out());
    assertEquals(10, run.out().lines().filter(line -> line.startsWith("without ")).count());
    assertTrue(run.out().contains("\nat most 3 of a genre "), run.out());
    assertTrue(run.out().contains("\ndiversity .1 "), run.out());
  }

  @Test
  void retrainingAndLearningOnlineAreSimulatedTogether(@TempDir Path directory) throws Exception {
    CommandRun run = bench("hybrid --judged 10 --threads 1 --ratings " + toyRatings(directory));
    assertEquals(ExitCodes.OK, run.exitCode(), run.err());
    assertEquals(
        9, run.out().lines().filter(line -> line.contains(" live, gain ")).count(), run.out());
    assertTrue(run.out().contains("\n   120 "), run.out());
    assertTrue(run.out().contains("\nRMSE: whole stream "), run.out());
  }

  @Test
  void kernelsAreTimed() {
    CommandRun run = bench("kernels --kernels ejml --ratings 2000 --epochs 1 --inverse 50");
    assertEquals(ExitCodes.OK, run.exitCode(), run.err());
    assertEquals(11, run.out().lines().count(), run.out());
    assertTrue(run.out().startsWith("kernels: ejml"), run.out());
    assertTrue(run.out().contains("GFLOP/s"), run.out());
    assertTrue(run.out().contains("inverse of 50 rows: "), run.out());
  }

  @Test
  void aTrainerEndsWithinTheHeapThatThereIs() {
    CommandRun run = bench("trainer-memory --ratings 3000 --users 60 --movies 80");
    assertEquals(ExitCodes.OK, run.exitCode(), run.err());
    assertTrue(run.out().matches("(?s)with a heap of .* MiB: .* on the newest .*"), run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                           | say what to measure: freshness, lists, train, removals, faults, takeover, scenario, learning,",
        "freshness --rate 0         | rate, duration, movies, users, partitions and instances must be above zero",
        "freshness --for 10         | not a duration such as 50ms, 1s, 2m, 3h or 30d: 10",
        "freshness --users 10       | 10 users who pause 2000 ms cannot give 1000.0 ratings/s",
        "lists --movies 20          | needs at least 300 movies and a rank above zero",
        "lists --memory --movies 0  | needs movies and a rank above zero",
        "train --only nonsense      | no model is called 'nonsense'",
        "kernels --epochs 0         | --ratings, --inverse and --epochs are at least 1",
        "trainer-memory --users 0   | --ratings, --users and --movies are at least 1",
        "train --epochs 0           | --ratings and --epochs are at least 1",
        "removals --users 10        | needs at least 100 users and time between removals",
        "lists --set lists.size=0   | lists.size = 0",
      })
  void whatCannotBeMeasuredIsAWrongCommandLine(
      @org.jspecify.annotations.Nullable String args, String problem) {
    CommandRun run = bench(args == null ? "" : args);
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains(problem), run.err());
    assertEquals("", run.out());
  }
}
