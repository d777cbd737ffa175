package dev.freshet.cli;

import dev.freshet.console.OptionalLibrary;
import dev.freshet.measure.faults.FaultsPlan;
import dev.freshet.measure.faults.TakeoverBench;
import dev.freshet.measure.faults.TakeoverPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long nobody gets a list when an instance dies or is restarted. */
@Command(
    name = "takeover",
    description = {
      "Measure how long no lists come when an instance dies or all are restarted.",
      "Instances and a broker run in processes of their own, under load. A reader of committed records",
      "notes when lists come. After a SIGKILL: `dropped` is when both groups have given the instance up,",
      "`transaction` when none of its transactions is open, `shared` when both groups have shared its",
      "work; `any list` and `worst partition` are the longest times without a list of any user, and of",
      "users of one partition; `fresh` is when every partition has a list with a rating of after the kill.",
      "A rolling restart waits for each instance to be ready. At the end all that was produced is",
      "recounted; it fails if anything was lost or doubled, or took longer than was asked for."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench takeover --kills 5 --restarts 3 --kill-within 8s --restart-within 5s",
      "  freshet bench takeover --instances 3 --standby 1 --kills 5 --report takeover.json",
      "  freshet bench takeover --kills 5 --set kafka.consumer.session.timeout.ms=10000"
    })
final class BenchTakeoverCommand implements Callable<Integer> {

  @Mixin private final TrialOptions trial = new TrialOptions();

  @Option(
      names = "--instances",
      defaultValue = "2",
      paramLabel = "N",
      description = "Instances that share the work (default: ${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--standby",
      defaultValue = "0",
      paramLabel = "N",
      description = "Copies of each store on other instances (default: ${DEFAULT-VALUE}).")
  private int standbys;

  @Option(
      names = "--kills",
      defaultValue = "0",
      paramLabel = "N",
      description = "SIGKILLs, of one instance after the other.")
  private int kills;

  @Option(
      names = "--restarts",
      defaultValue = "0",
      paramLabel = "N",
      description = "Rolling restarts: SIGTERM and start, one instance after the other.")
  private int restarts;

  @Option(
      names = "--rate",
      defaultValue = "100",
      paramLabel = "N",
      description = "Events per second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--users",
      defaultValue = "3000",
      paramLabel = "N",
      description = "Users (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--movies",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Movies (default: ${DEFAULT-VALUE}).")
  private int movies;

  @Option(
      names = "--partitions",
      defaultValue = "12",
      paramLabel = "N",
      description = "Partitions of every topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--heap",
      defaultValue = "256m",
      paramLabel = "SIZE",
      description = "Heap of each instance (default: ${DEFAULT-VALUE}).")
  private String heap = "";

  @Option(
      names = "--kill-within",
      paramLabel = "DURATION",
      description =
          "Fail if a list with a rating of after a SIGKILL takes longer, in any partition.")
  private @Nullable Duration killWithin;

  @Option(
      names = "--restart-within",
      paramLabel = "DURATION",
      description = "Fail if no list at all comes for longer in a rolling restart.")
  private @Nullable Duration restartWithin;

  @Override
  public Integer call() throws IOException {
    return trial.run(
        directory -> {
          TakeoverPlan plan = plan(directory);
          OptionalLibrary.BROKER.require();
          return (progress, lines) ->
              new TakeoverBench(plan, progress, lines)
                  .run()
                  .within(seconds(killWithin), seconds(restartWithin));
        });
  }

  private static double seconds(@Nullable Duration most) {
    return most == null ? Double.POSITIVE_INFINITY : most.toMillis() / 1e3;
  }

  private TakeoverPlan plan(Path directory) {
    return new TakeoverPlan(
        instances,
        new FaultsPlan.FaultsLoad(rate, users, movies, partitions, 0, 0),
        standbys,
        trial.main(),
        kills,
        trial.classPath(),
        restarts,
        heap,
        trial.settings(),
        directory);
  }
}
