package dev.freshet.cli;

import dev.freshet.console.OptionalLibrary;
import dev.freshet.measure.faults.FaultsPlan;
import dev.freshet.measure.faults.Scenario;
import dev.freshet.measure.faults.ScenarioPlan;
import dev.freshet.measure.faults.ScenarioTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sizes and circumstances that a shop may bring. */
@Command(
    name = "scenario",
    description = {
      "Play a scenario at full size, or at another, and say whether all that must hold does.",
      "It runs on a broker and two instances, each in a process of its own. At the end what was produced",
      "is counted again, as `bench faults` does, and `doctor --strict` looks at it.",
      "  one-rating-users  500,000 users of whom each rates once",
      "  popular-movie     a movie that 200,000 users rate",
      "  soak              half an hour at 1,000 events/s; heap, memory, threads, descriptors stay;",
      "                    caches of 1 MiB, which are full at once: what grows then is no cache",
      "  publishing        SIGKILL of the trainer while it publishes a generation",
      "  log-append-time   ratings without a time, in a topic with LogAppendTime"
    },
    footer = {
      "",
      "Examples:",
      "  FRESHET_JAVA_OPTS=-Xmx4g freshet bench scenario one-rating-users",
      "  freshet bench scenario soak --for 30m --rate 1000 --heap 512m",
      "  freshet bench scenario publishing --kills 5 --report publishing.json",
      "  freshet bench scenario popular-movie --users 1000 --rate 500"
    })
final class BenchScenarioCommand implements Callable<Integer> {

  /** The names of scenarios. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Scenario.values()).map(Scenario::words).iterator();
    }
  }

  @Mixin private final TrialOptions trial = new TrialOptions();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String name = "";

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Users; where each rates once also the number of events.")
  private @Nullable Integer users;

  @Option(names = "--movies", paramLabel = "N", description = "Movies.")
  private @Nullable Integer movies;

  @Option(names = "--rate", paramLabel = "N", description = "Events per second.")
  private @Nullable Double rate;

  @Option(
      names = "--partitions",
      defaultValue = "12",
      paramLabel = "N",
      description = "Partitions of every topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--for",
      defaultValue = "30m",
      paramLabel = "DURATION",
      description =
          "How long events are produced, in soak and log-append-time (default: ${DEFAULT-VALUE}).")
  private Duration lasting = Duration.ZERO;

  @Option(
      names = "--kills",
      defaultValue = "5",
      paramLabel = "N",
      description = "SIGKILLs, in publishing (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--patience",
      defaultValue = "10m",
      paramLabel = "DURATION",
      description =
          "How long all may take to be taken in, once it is produced (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--heap",
      defaultValue = "512m",
      paramLabel = "SIZE",
      description = "Heap of each instance (default: ${DEFAULT-VALUE}).")
  private String heap = "";

  @Override
  public Integer call() throws IOException {
    return trial.run(
        directory -> {
          ScenarioPlan plan = plan(directory);
          OptionalLibrary.BROKER.require();
          return (progress, lines) ->
              new ScenarioTrial(plan, BenchFaultsCommand::examine, progress).run();
        });
  }

  private ScenarioPlan plan(Path directory) {
    Scenario scenario =
        Arrays.stream(Scenario.values())
            .filter(one -> one.words().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no scenario '%s': say one of %s"
                            .formatted(name, String.join(", ", new Names()))));
    FaultsPlan.FaultsLoad full = scenario.load(partitions);
    FaultsPlan.FaultsLoad load =
        new FaultsPlan.FaultsLoad(
            rate == null ? full.rate() : rate,
            users == null ? full.users() : users,
            movies == null ? full.movies() : movies,
            partitions,
            full.forgets(),
            full.ties());
    return new ScenarioPlan(
        scenario,
        load,
        lasting,
        kills,
        patience,
        trial.main(),
        trial.classPath(),
        trial.settings(),
        heap,
        directory);
  }
}
