package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.config.FreshetSettings;
import dev.freshet.config.SettingsReader;
import dev.freshet.console.OptionalLibrary;
import dev.freshet.console.UserError;
import dev.freshet.doctor.Diagnosis;
import dev.freshet.measure.faults.Campaign;
import dev.freshet.measure.faults.Fault;
import dev.freshet.measure.faults.FaultsPlan;
import dev.freshet.measure.faults.FaultsReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether faults lose or double anything. */
@Command(
    name = "faults",
    description = {
      "Commit faults at random moments on two instances under load.",
      "They run on a broker of their own, each in a process of its own. After some faults everything",
      "comes to rest, `doctor --strict` looks at it, and what was produced is counted again by code that",
      "shares nothing with what learned it. It fails if anything was lost, doubled or is otherwise wrong."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench faults --kills 100",
      "  freshet bench faults --restarts 50 --rate 500 --seed 7 --report faults.json",
      "  freshet bench faults --kills 10 --broker-restarts 5 --pauses 5 --reset-groups 4 --retrains 6",
      "  freshet bench faults --kills 10 --skew 1h",
      "  freshet bench faults --kills 10 --directory faults   (data, state and logs stay there)"
    })
final class BenchFaultsCommand implements Callable<Integer> {

  private static final String FAKETIME =
      "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"; // where Debian has it

  private static final Duration DOCTOR_WITHIN = Duration.ofSeconds(90);

  @Mixin private final TrialOptions trial = new TrialOptions();

  @Option(
      names = "--kills",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "SIGKILLs of an instance, some of both at once, some with the loss of the disk.")
  private int kills;

  @Option(
      names = "--restarts",
      defaultValue = "0",
      paramLabel = "N",
      description = "Rolling restarts: SIGTERM of one instance after the other.")
  private int restarts;

  @Option(
      names = "--broker-restarts",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Restarts of the broker, in good order and by SIGKILL in turn. One of Kafka 4.3.1 may"
              + " leave transactions open, and so lose events: docs/operations.md.")
  private int brokerRestarts;

  @Option(
      names = "--pauses",
      defaultValue = "0",
      paramLabel = "N",
      description = "SIGSTOPs of an instance for longer than its session.")
  private int pauses;

  @Option(
      names = "--reset-groups",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Stops of both, with the consumer groups deleted or set to the earliest record, in turn.")
  private int resets;

  @Option(
      names = "--expire-offsets",
      arity = "0..1",
      fallbackValue = "1",
      defaultValue = "0",
      paramLabel = "N",
      description = "Stops of both until the broker has forgotten their offsets, over a minute.")
  private int expiries;

  @Option(
      names = "--retrains",
      defaultValue = "0",
      paramLabel = "N",
      description = "Requests for a generation in between, every third for an earlier one.")
  private int retrains;

  @Option(
      names = "--skew",
      paramLabel = "DURATION",
      description = "The second instance's clock is so much ahead and behind in turn.")
  private @Nullable Duration skew;

  @Option(
      names = "--faketime",
      defaultValue = FAKETIME,
      paramLabel = "FILE",
      description = "The library that --skew needs, of the package libfaketime.")
  private Path faketime = Path.of(FAKETIME);

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of events, moments and choices (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rate",
      defaultValue = "500",
      paramLabel = "N",
      description = "Events per second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--users",
      defaultValue = "200",
      paramLabel = "N",
      description = "Users (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--movies",
      defaultValue = "400",
      paramLabel = "N",
      description = "Movies (default: ${DEFAULT-VALUE}).")
  private int movies;

  @Option(
      names = "--partitions",
      defaultValue = "4",
      paramLabel = "N",
      description = "Partitions of every topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--forgets",
      defaultValue = "0.002",
      paramLabel = "SHARE",
      description = "Events that ask to be forgotten (default: ${DEFAULT-VALUE}).")
  private double forgets;

  @Option(
      names = "--ties",
      defaultValue = "0.02",
      paramLabel = "SHARE",
      description = "Events that contradict another of the same time (default: ${DEFAULT-VALUE}).")
  private double ties;

  @Option(
      names = "--gap",
      defaultValue = "6s",
      paramLabel = "DURATION",
      description = "Time between two faults, on average (default: ${DEFAULT-VALUE}).")
  private Duration gap = Duration.ZERO;

  @Option(
      names = "--check-every",
      defaultValue = "10",
      paramLabel = "N",
      description = "Faults of a kind between two checks (default: ${DEFAULT-VALUE}).")
  private int checkEvery;

  @Option(
      names = "--patience",
      defaultValue = "3m",
      paramLabel = "DURATION",
      description = "How long a check waits for all to be taken in (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--heap",
      defaultValue = "256m",
      paramLabel = "SIZE",
      description = "Heap of each instance (default: ${DEFAULT-VALUE}).")
  private String heap = "";

  @Override
  public Integer call() throws IOException {
    return trial.run(
        directory -> {
          FaultsPlan plan = plan(directory);
          OptionalLibrary.BROKER.require();
          return (progress, lines) -> {
            lines.accept(FaultsReport.header());
            return new Campaign(
                    plan, BenchFaultsCommand::examine, progress, row -> lines.accept(row.toText()))
                .run();
          };
        });
  }

  /** What {@code doctor --strict} says. */
  static Diagnosis examine(String servers, String prefix) {
    Map<String, String> where =
        Map.of(
            FreshetSettings.BOOTSTRAP_SERVERS.key(), servers,
            FreshetSettings.PREFIX.key(), prefix);
    FreshetConfig config = new SettingsReader().commandLine(where, "bench faults").read();
    return DoctorCommand.examine(new ClusterAccess(), config, DOCTOR_WITHIN);
  }

  private FaultsPlan plan(Path directory) {
    Map<Fault, Integer> times = new EnumMap<>(Fault.class);
    times.put(Fault.KILL, kills);
    times.put(Fault.RESTART, restarts);
    times.put(Fault.BROKER_RESTART, brokerRestarts);
    times.put(Fault.PAUSE, pauses);
    times.put(Fault.RESET_GROUPS, resets);
    times.put(Fault.EXPIRE_OFFSETS, expiries);
    return new FaultsPlan(
        seed,
        new FaultsPlan.FaultsLoad(rate, users, movies, partitions, forgets, ties),
        times,
        retrains,
        gap,
        checkEvery,
        patience,
        skew(),
        trial.main(),
        trial.classPath(),
        heap,
        trial.settings(),
        directory);
  }

  private Optional<FaultsPlan.Skew> skew() {
    if (skew == null) {
      return Optional.empty();
    }
    if (!Files.exists(faketime)) {
      throw new UserError(
          "there is no %s: install libfaketime, or say with --faketime where it is"
              .formatted(faketime));
    }
    return Optional.of(new FaultsPlan.Skew(skew, faketime.toAbsolutePath()));
  }
}
