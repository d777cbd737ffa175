package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.OptionalLibrary;
import dev.freshet.console.StageBar;
import dev.freshet.console.StopSignal;
import dev.freshet.measure.RemovalsBench;
import dev.freshet.measure.RemovalsReport;
import dev.freshet.stream.SweepTrial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How soon a movie that left the catalogue is found in all lists. */
@Command(
    name = "removals",
    description = {
      "Measure how soon lists that have to change are due.",
      "Those of one partition that are owed since a crash, those with a movie that left the catalogue,",
      "and the same while others leave all the time."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench removals",
      "  freshet bench removals --users 1000000 --removals-every 10ms --report removals.json"
    })
final class BenchRemovalsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--users",
      defaultValue = "200000",
      paramLabel = "N",
      description = "Users of the partition (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--removals-every",
      defaultValue = "100ms",
      paramLabel = "DURATION",
      description = "How often a movie leaves while many do (default: ${DEFAULT-VALUE}).")
  private Duration removalsEvery = Duration.ZERO;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    RemovalsReport result;
    LogLevels.ownBroker();
    try (StopSignal stop = new StopSignal();
        StageBar bar = new StageBar()) {
      Thread worker = Thread.currentThread();
      stop.onStop(worker::interrupt);
      RemovalsBench bench = bench(command, bar);
      OptionalLibrary.BROKER.require();
      result = bench.run();
    } catch (InterruptedException e) {
      return ExitCodes.INTERRUPTED;
    }
    JsonReport.write(report, result);
    PrintWriter out = command.commandLine().getOut();
    out.print(result.toTable());
    out.flush();
    return ExitCodes.OK;
  }

  private RemovalsBench bench(CommandSpec command, StageBar bar) {
    try {
      return new RemovalsBench(
          settings.read().streams(), new SweepTrial.SweepLoad(users, removalsEvery), bar::at);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
