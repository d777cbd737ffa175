package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import dev.freshet.console.ExitCodes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each scenario of {@code bench scenario}, small: at full size they are run by hand. */
class BenchScenarioCommandTest {

  private static CommandRun bench(String args) {
    return CommandRun.of(new BenchCommand(), ("bench scenario " + args).trim().split(" ", -1));
  }

  @ParameterizedTest
  @BrokerTest
  @Timeout(150)
  @CsvSource(
      delimiter = '|',
      value = {
        "one-rating-users | --users 600 --movies 50 --rate 300      | 600",
        "popular-movie    | --users 600 --movies 50 --rate 300      | 600",
        "soak             | --users 50 --movies 50 --rate 100 --for 12s | 900",
        "publishing       | --users 100 --movies 50 --rate 100 --kills 1 | 500",
        "log-append-time  | --users 50 --movies 20 --rate 100 --for 5s  | 300",
      })
  void allThatMustHoldHoldsAtAToySize(
      String name, String size, long produced, @TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run =
        bench(
            "%s %s --partitions 2 --heap 128m --directory %s --report %s"
                .formatted(name, size, directory, report));
    assertTrue(report.toFile().exists(), run.out() + run.err());
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertTrue(json.path("produced").longValue() >= produced, json.toString());
    for (JsonNode fact : json.path("facts")) {
      // What a process takes in its first seconds, and how long a busy machine lets it wait, say
      // nothing.
      String what = fact.path("what").asText();
      boolean isOfMachine = what.startsWith("instance ") || what.startsWith("longest ");
      assertTrue(isOfMachine || fact.path("holds").booleanValue(), json.toString());
    }
  }

  @Test
  void anUnknownScenarioIsAWrongCommandLine() {
    CommandRun run = bench("rain");
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains("say one of one-rating-users, popular-movie, soak"), run.err());
  }
}
