package dev.freshet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Benchmarks that anyone can repeat. */
@Command(
    name = "bench",
    description = "Measure what the README states, on this machine.",
    subcommands = {
      BenchFreshnessCommand.class,
      BenchListsCommand.class,
      BenchTrainCommand.class,
      BenchRemovalsCommand.class,
      BenchFaultsCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench freshness --rate 1000 --for 60s",
      "  freshet bench lists",
      "  freshet bench train",
      "  freshet bench removals",
      "  freshet bench faults --kills 10",
      "",
      "`freshet bench COMMAND --help` explains each."
    })
final class BenchCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "say what to measure: freshness, lists, train, removals or faults");
    }
  }
}
