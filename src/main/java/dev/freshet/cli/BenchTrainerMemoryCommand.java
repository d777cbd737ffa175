package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.retrain.TrainerTrial;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much heap a trainer needs. */
@Command(
    name = "trainer-memory",
    description = {
      "Read, train and judge made-up ratings without Kafka.",
      "The smallest -Xmx (FRESHET_JAVA_OPTS) with which it ends is what a trainer needs; two numbers of",
      "ratings tell the bytes for each."
    },
    footer = {
      "",
      "Examples:",
      "  FRESHET_JAVA_OPTS=-Xmx75m freshet bench trainer-memory --ratings 2000000"
    })
final class BenchTrainerMemoryCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ratings",
      defaultValue = "1000000",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int ratings;

  @Option(
      names = "--users",
      defaultValue = "6000",
      paramLabel = "N",
      description = "By how many (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--movies",
      defaultValue = "3700",
      paramLabel = "N",
      description = "Of how many (default: ${DEFAULT-VALUE}).")
  private int movies;

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    if (ratings < 1 || users < 1 || movies < 1) {
      throw new ParameterException(
          command.commandLine(), "--ratings, --users and --movies are at least 1");
    }
    PrintWriter out = command.commandLine().getOut();
    String reason = TrainerTrial.run(ratings, users, movies);
    out.printf("with a heap of %,d MiB: %s%n", Runtime.getRuntime().maxMemory() >> 20, reason);
    out.flush();
    return ExitCodes.OK;
  }
}
