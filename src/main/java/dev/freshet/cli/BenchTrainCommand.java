package dev.freshet.cli;

import dev.freshet.autodiff.Kernels;
import dev.freshet.console.EpochBar;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.StopSignal;
import dev.freshet.data.MovieLens1MShape;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.modelfile.TrainingData;
import dev.freshet.offline.TrainBench;
import dev.freshet.offline.TrainBenchReport;
import dev.freshet.train.Recipe;
import dev.freshet.train.TrainingException;
import dev.freshet.train.models.Recipes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast models learn. */
@Command(
    name = "train",
    description = {
      "Measure epochs of every model with its default settings.",
      "On made-up ratings with the shape of MovieLens 1M: speed, allocation, and where the time of a",
      "step goes. Models in closed form are fitted once."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench train",
      "  freshet bench train --only biased-mf,autorec-item --report train.json"
    })
final class BenchTrainCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Models (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--ratings",
      defaultValue = "900000",
      paramLabel = "N",
      description = "How many; users in proportion (default: ${DEFAULT-VALUE}).")
  private int ratings;

  @Option(
      names = "--epochs",
      defaultValue = "5",
      paramLabel = "N",
      description = "Measured of each model, after two to warm up (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Mixin private final ComputeOptions compute = new ComputeOptions();

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (ratings < 1 || epochs < 1) {
      throw wrong("--ratings and --epochs are at least 1");
    }
    Kernels kernels = compute.kernels();
    TrainBenchReport result;
    boolean stopped;
    try (StopSignal stop = new StopSignal();
        EpochBar bar = new EpochBar()) {
      result = measure(kernels, stop, bar);
      stopped = stop.isStopping();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    JsonReport.write(report, result);
    PrintWriter out = command.commandLine().getOut();
    out.print(result.toTable());
    out.flush();
    return stopped ? ExitCodes.INTERRUPTED : ExitCodes.OK;
  }

  private TrainBenchReport measure(Kernels kernels, StopSignal stop, EpochBar bar) {
    List<Recipe<?>> recipes = recipes();
    MovieLens1MShape whole = MovieLens1MShape.DEFAULT;
    // A training part of nine tenths: all of the users and movies that a whole set would have.
    int tenth = whole.ratings() / 10;
    MovieLens1MShape shape =
        new MovieLens1MShape(
            Math.max(
                1, (int) Math.min(whole.users(), (long) whole.users() * ratings / (9L * tenth))),
            whole.movies(),
            ratings,
            whole.mean(),
            whole.userSd(),
            whole.movieSd(),
            whole.tasteSd(),
            whole.noiseSd(),
            whole.seed());
    TrainingData data = TrainingData.of(SyntheticRatings.ml1m(shape), "generated", "");
    TrainBench bench =
        new TrainBench(data.table(), kernels, compute.threads(), epochs, bar::at, stop::isStopping);
    List<TrainBenchReport.Row> rows = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    for (Recipe<?> recipe : recipes) {
      if (stop.isStopping()) {
        break;
      }
      try {
        Optional.ofNullable(bench.run(recipe)).ifPresent(rows::add);
      } catch (TrainingException e) {
        leftOut.put(recipe.name(), String.valueOf(e.getMessage()));
      }
    }
    String text = "%,d users, %,d movies".formatted(data.userIds().size(), data.movies().size());
    return new TrainBenchReport(
        text, data.table().size(), kernels.name(), compute.threads(), epochs, rows, leftOut);
  }

  private List<Recipe<?>> recipes() {
    if (only.isEmpty()) {
      return Recipes.all();
    }
    List<Recipe<?>> named = new ArrayList<>();
    for (String name : only) {
      try {
        named.add(Recipes.named(name));
      } catch (TrainingException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
    return named;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
