package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.OptionalLibrary;
import dev.freshet.console.StageBar;
import dev.freshet.console.StopSignal;
import dev.freshet.console.UserError;
import dev.freshet.measure.FreshnessBench;
import dev.freshet.measure.FreshnessReport;
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

/** How soon a rating shows in a list. */
@Command(
    name = "freshness",
    description = {
      "Measure the time from producing a rating until a subscriber sees a list with it.",
      "The rate is steady, the subscriber reads what is committed, the broker is embedded, with the",
      "settings of `run`."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench freshness --rate 1000 --for 60s",
      "  freshet bench freshness --rate 500 --for 30s --movies 60000 --report freshness.json",
      "  freshet bench freshness --rate 1000 --for 60s --set lists.interval=200ms",
      "  freshet bench freshness --rate 1000 --for 30s --instances 2 --retrain 2",
      "  freshet bench freshness --rate 500 --for 30s --history 10 --rollback"
    })
final class BenchFreshnessCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--rate",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Ratings per second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--for",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description = "How long to measure (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--warm-up",
      defaultValue = "30s",
      paramLabel = "DURATION",
      description = "How long to run at that rate before (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--movies",
      defaultValue = "4000",
      paramLabel = "N",
      description = "Size of the catalogue (default: ${DEFAULT-VALUE}).")
  private int movies;

  @Option(
      names = "--users",
      defaultValue = "6000",
      paramLabel = "N",
      description = "Users who rate (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--history",
      defaultValue = "20",
      paramLabel = "N",
      description = "Ratings of each user before the warm-up (default: ${DEFAULT-VALUE}).")
  private int history;

  @Option(
      names = "--pause",
      defaultValue = "2s",
      paramLabel = "DURATION",
      description = {
        "Least time between two ratings of the same user (default: ${DEFAULT-VALUE}).",
        "Who rates again within lists.interval waits for its end."
      })
  private Duration pause = Duration.ZERO;

  @Option(
      names = "--partitions",
      defaultValue = "4",
      paramLabel = "N",
      description = "Partitions of every topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--instances",
      defaultValue = "1",
      paramLabel = "N",
      description = "Instances of Freshet, in this process (default: ${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--retrain",
      arity = "0..1",
      fallbackValue = "1",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Then train a generation, have it adopted, and measure the same while that goes on; N of"
              + " them one after the other.")
  private int generations;

  @Option(
      names = "--rollback",
      description = {
        "In the end bring generation 0 back, and measure the same while everybody learns again",
        "all that they ever rated."
      })
  private boolean rollback;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    FreshnessBench.FreshnessLoad load = load(command);
    OptionalLibrary.BROKER.require();
    FreshnessReport result;
    LogLevels.ownBroker();
    try (StopSignal stop = new StopSignal();
        StageBar bar = new StageBar()) {
      Thread worker = Thread.currentThread();
      stop.onStop(worker::interrupt);
      result = new FreshnessBench(settings.read().streams(), load, bar::at).run();
    } catch (InterruptedException e) {
      return ExitCodes.INTERRUPTED;
    }
    JsonReport.write(report, result);
    PrintWriter out = command.commandLine().getOut();
    out.print(result.toTable());
    out.flush();
    if (result.unanswered() > 0) {
      throw new UserError(result.unanswered() + " ratings got no list");
    }
    return ExitCodes.OK;
  }

  private FreshnessBench.FreshnessLoad load(CommandSpec command) {
    try {
      return new FreshnessBench.FreshnessLoad(
          rate,
          duration,
          warmUp,
          movies,
          users,
          history,
          pause,
          partitions,
          instances,
          generations,
          rollback);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
