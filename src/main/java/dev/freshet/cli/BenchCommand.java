package dev.freshet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Benchmarks that anyone can repeat. */
@Command(
    name = "bench",
    description = "Measure what README and docs state, on this machine.",
    subcommands = {
      BenchFreshnessCommand.class,
      BenchListsCommand.class,
      BenchTrainCommand.class,
      BenchRemovalsCommand.class,
      BenchFaultsCommand.class,
      BenchTakeoverCommand.class,
      BenchScenarioCommand.class,
      BenchLearningCommand.class,
      BenchPreviewCommand.class,
      BenchOrdersCommand.class,
      BenchHybridCommand.class,
      BenchKernelsCommand.class,
      BenchTrainerMemoryCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench freshness --rate 1000 --for 60s",
      "  freshet bench lists",
      "  freshet bench train",
      "  freshet bench removals",
      "  freshet bench faults --kills 10",
      "  freshet bench takeover --kills 3 --restarts 2",
      "  freshet bench scenario soak",
      "  freshet bench learning --ratings ml-latest-small",
      "  freshet bench preview --ratings ml-latest-small --users 1,100",
      "  freshet bench hybrid --ratings ml-latest-small",
      "  freshet bench kernels",
      "  freshet bench trainer-memory",
      "",
      "`freshet bench COMMAND --help` explains each."
    })
final class BenchCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "say what to measure: " + String.join(", ", spec.subcommands().keySet()));
    }
  }
}
