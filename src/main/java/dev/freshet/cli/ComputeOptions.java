package dev.freshet.cli;

import dev.freshet.autodiff.Kernels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that trains models may be told of the machine; a mixin. */
final class ComputeOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "That share a batch; with 1 the same seed gives the same bits"
              + " (default: one per processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--kernels",
      defaultValue = "auto",
      paramLabel = "NAME",
      description = "For dense products: auto, openblas or ejml (default: auto).")
  private String kernels = "";

  /**
   * Number of threads.
   *
   * @throws ParameterException if there is none
   */
  int threads() {
    if (threads < 1) {
      throw wrong("--threads is at least 1, not " + threads);
    }
    return threads;
  }

  /**
   * The kernels that were named.
   *
   * @throws ParameterException if they are unknown, or missing on this machine
   */
  Kernels kernels() {
    try {
      return Kernels.choose(kernels);
    } catch (IllegalArgumentException e) {
      throw wrong("--kernels: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
