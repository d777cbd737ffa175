package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.offline.KernelsBench;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast the operations of training are. */
@Command(
    name = "kernels",
    description = {
      "Time the operations that dominate training.",
      "On made-up data with the shape of MovieLens 1M, in CPU time of one thread."
    },
    footer = {"", "Examples:", "  freshet bench kernels", "  freshet bench kernels --kernels ejml"})
final class BenchKernelsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ComputeOptions compute = new ComputeOptions();

  @Option(
      names = "--ratings",
      defaultValue = "900000",
      paramLabel = "N",
      description = "Of an epoch (default: ${DEFAULT-VALUE}).")
  private int ratings;

  @Option(
      names = "--inverse",
      defaultValue = "3706",
      paramLabel = "N",
      description = "Rows of the matrix that is inverted (default: ${DEFAULT-VALUE}).")
  private int inverse;

  @Option(
      names = "--epochs",
      defaultValue = "8",
      paramLabel = "N",
      description = "Run, of which the last is printed (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    if (ratings < 1 || epochs < 1 || inverse < 1) {
      throw new ParameterException(
          command.commandLine(), "--ratings, --inverse and --epochs are at least 1");
    }
    PrintWriter out = command.commandLine().getOut();
    KernelsBench.Sizes shape = KernelsBench.Sizes.DEFAULT;
    new KernelsBench(
            compute.kernels(),
            new KernelsBench.Sizes(
                shape.users(), shape.movies(), ratings, shape.square(), inverse, epochs),
            out)
        .run();
    return ExitCodes.OK;
  }
}
