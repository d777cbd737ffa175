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

/** {@code bench takeover}, small; how long gaps are is not for a test to say. */
class BenchTakeoverCommandTest {

  private static CommandRun bench(String args) {
    return CommandRun.of(new BenchCommand(), ("bench takeover " + args).trim().split(" ", -1));
  }

  @Test
  @BrokerTest
  @Timeout(300)
  void aKillIsSeenFromOutsideAndLosesNothing(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run =
        bench(
            "--kills 1 --users 100 --movies 50 --rate 50 --partitions 2 --directory %s --report %s"
                .formatted(directory, report));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertTrue(json.path("clean").booleanValue(), json.toString());
    JsonNode kill = json.path("kills").path(0);
    for (String moment : new String[] {"gone", "ended", "stable", "silence", "worst", "fresh"}) {
      assertTrue(kill.path(moment).isNumber(), json.toString());
    }
    assertTrue(kill.path("worst").doubleValue() >= kill.path("silence").doubleValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--kills 1 --instances 1 | with less than two instances nobody can take over",
        "--kills 1 --standby 2   | there are from 0 to instances - 1 standbys",
        "--kills 0               | say how often, such as --kills 3 --restarts 2",
      })
  void whatCannotBeMeasuredIsAWrongCommandLine(String args, String problem) {
    CommandRun run = bench(args);
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains(problem), run.err());
  }
}
