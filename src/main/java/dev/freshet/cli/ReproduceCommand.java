package dev.freshet.cli;

import dev.freshet.autodiff.Kernels;
import dev.freshet.config.ModelSettings;
import dev.freshet.console.EpochBar;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.StopSignal;
import dev.freshet.offline.Reproduction;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Published figures beside measured ones. */
@Command(
    name = "reproduce",
    description = {
      "Run the experiments whose figures others published, and write a table of both.",
      "Data sets that are missing are listed with where to get them."
    },
    footer = {
      "",
      "Examples:",
      "  freshet reproduce --only fast-ai",
      "  freshet reproduce --data ~/datasets --out reproductions.md"
    })
final class ReproduceCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description =
          "One of tape, matrix, fast-ai, fast-ai-lesson, small, small-lists, ml-1m, ml-100k.")
  private @Nullable String only;

  @Option(
      names = "--data",
      defaultValue = "../shared/data",
      paramLabel = "DIR",
      description = "Holds a folder for each data set (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      defaultValue = "docs/benchmarks/reproductions.md",
      paramLabel = "FILE",
      description = "Where to write the table (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("");

  @Mixin private final ComputeOptions compute = new ComputeOptions();

  /** Settings by their names. */
  private static final class Named implements Reproduction.Settings {
    @Override
    public <S extends Record> S of(Recipe<S> recipe, RatingTable train, List<String> options) {
      return ModelSettings.with(recipe.name(), recipe.defaults(train), options);
    }
  }

  /** Shows a bar while a model is trained, and a line when a row is known. */
  private record Screen(StopSignal stop, EpochBar bar, PrintWriter out)
      implements Reproduction.Observer {
    @Override
    public boolean isStopping() {
      return stop.isStopping();
    }

    @Override
    public void at(String stage, Fitting.Epoch epoch) {
      bar.at(stage, epoch);
    }

    @Override
    public void row(String text) {
      bar.close();
      out.println(text);
      out.flush();
    }
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (only != null && !Reproduction.names().contains(only)) {
      throw wrong("--only is one of " + String.join(", ", Reproduction.names()) + ", not " + only);
    }
    Kernels kernels = compute.kernels();
    PrintWriter terminal = command.commandLine().getOut();
    try (StopSignal stop = new StopSignal();
        EpochBar bar = new EpochBar()) {
      Screen screen = new Screen(stop, bar, terminal);
      String page =
          new Reproduction(data, compute.threads(), kernels, new Named(), screen).run(only);
      if (stop.isStopping()) {
        command.commandLine().getErr().println("freshet: stopped; no table is written");
        return ExitCodes.INTERRUPTED;
      }
      if (out.getParent() != null) {
        Files.createDirectories(out.getParent());
      }
      Files.writeString(out, page);
    }
    terminal.printf("written to %s%n", out);
    terminal.flush();
    return ExitCodes.OK;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
