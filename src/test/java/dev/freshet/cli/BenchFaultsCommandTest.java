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

/** The campaign of {@code bench faults}, small: the long ones are run by hand. */
class BenchFaultsCommandTest {

  private static CommandRun bench(String args) {
    return CommandRun.of(new BenchCommand(), ("bench faults " + args).trim().split(" ", -1));
  }

  @Test
  @BrokerTest
  @Timeout(400)
  void tenKillsLoseNothingAndDoubleNothing(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run =
        bench(
            "--kills 10 --rate 200 --gap 2s --seed 11 --directory %s --report %s"
                .formatted(directory, report));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertTrue(json.path("clean").booleanValue(), json.toString());
    assertTrue(json.path("produced").longValue() > 1_000, json.toString());
    assertEquals(10, json.path("rows").path(0).path("times").intValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                             | say how many faults, such as --kills 10",
        "--kills -1                   | no fault can be committed a negative number of times",
        "--kills 1 --rate 0           | rate, users, movies and partitions must be above zero",
        "--kills 1 --forgets .6       | forgets and ties are shares",
        "--kills 1 --gap 0s           | check-every and gap must be above zero",
      })
  void whatIsNoCampaignIsAWrongCommandLine(
      @org.jspecify.annotations.Nullable String args, String problem) {
    CommandRun run = bench(args == null ? "" : args);
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains(problem), run.err());
  }

  @Test
  void aSkewedClockNeedsItsLibrary() {
    CommandRun run = bench("--kills 1 --skew 1h --faketime /no/such/library.so");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("/no/such/library.so: install libfaketime"), run.err());
  }
}
