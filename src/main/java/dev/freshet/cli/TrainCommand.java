package dev.freshet.cli;

import dev.freshet.autodiff.Kernels;
import dev.freshet.config.ModelSettings;
import dev.freshet.console.EpochBar;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.OptionalLibrary;
import dev.freshet.console.StopSignal;
import dev.freshet.console.UserError;
import dev.freshet.data.RatingSet;
import dev.freshet.modelfile.ModelDirectory;
import dev.freshet.modelfile.TrainingData;
import dev.freshet.modelfile.TrainingReport;
import dev.freshet.offline.Folds;
import dev.freshet.offline.TrainJob;
import dev.freshet.offline.Training;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.train.Recipe;
import dev.freshet.train.Split;
import dev.freshet.train.TrainingException;
import dev.freshet.train.models.Recipes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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
import picocli.CommandLine.Unmatched;

/** Trains a model on a person's own ratings. */
@Command(
    name = "train",
    description = {
      "Train a model on a rating file and measure it on what was held out.",
      "What was learned is written. A tenth of the training ratings chooses the epoch; then all of them",
      "are learned."
    },
    footer = {
      "",
      "Any setting of the model is an option as well. RMSE and MAE are over all ratings",
      "held out, clipped to the scale; unseen users and movies are predicted, too.",
      "Lists: relevant are liked movies, rated three quarters up the scale; known movies are",
      "left out.",
      "A column `event` names what is no rating, and `value` how much of it. Models that rank",
      "learn events that count half of a liked rating or more as likes, as the settings",
      "events.* say; all others learn the ratings alone.",
      "",
      "Examples:",
      "  freshet train --model biased-mf --ratings ml-latest-small",
      "  freshet train --model biased-mf --ratings ml-1m --rank 64 --l2 0.03 --out mf",
      "  freshet train --model autorec-item --ratings ml-1m --split time:0.1 --seed 2",
      "  freshet train --model biases --split folds:ml-100k",
      "",
      "Written to --out: report.json, learning-curve.png, model.safetensors, ids.json;",
      "those of an earlier run are replaced. Ctrl-C keeps the best epoch."
    })
final class TrainCommand implements Callable<Integer> {

  private static final String FOLDS = "folds:";

  private @Nullable CommandSpec spec;

  @Option(names = "--model", paramLabel = "NAME", description = "Which model; listed below.")
  private @Nullable String model;

  @Option(names = "--models", description = "List the models, or with --model its settings.")
  private boolean models;

  @Option(
      names = "--ratings",
      paramLabel = "PATH",
      description = "A rating file, or a folder with one; recognised by content.")
  private @Nullable Path ratings;

  @Option(
      names = "--split",
      defaultValue = "random:0.1",
      paramLabel = "SPLIT",
      description = {
        "What is held out (default: ${DEFAULT-VALUE}): random:0.1 any tenth; time:0.1 the newest;",
        "movies:0.1 a tenth of the movies with all their ratings;",
        "users:0.1 a tenth of the users, who show 80%% of their ratings after training (for",
        "models that need nothing else of a user);",
        "folds:DIR the pairs u1.base, u1.test ... of a folder."
      })
  private String split = "";

  @Mixin private RatingFileOptions files = new RatingFileOptions();

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of split, start values and shuffles (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private final ComputeOptions compute = new ComputeOptions();
  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--no-refit",
      negatable = false,
      description = "Keep the model that chose the epoch: 10%% of the ratings are not learned.")
  private boolean noRefit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default: a directory called like the model).")
  private @Nullable Path out;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Spec
  void command(CommandSpec command) {
    spec = command;
    ModelsSection.addTo(command);
  }

  /** The name of the model, where one was given. */
  @Nullable String model() {
    return model;
  }

  @Override
  public Integer call() throws IOException {
    if (models) {
      out().print(ModelsSection.of(model));
      out().flush();
      return ExitCodes.OK;
    }
    if (model == null) {
      throw wrong("say which model with --model; `freshet train --models` lists them");
    }
    return train(Recipes.named(model));
  }

  private <S extends Record> int train(Recipe<S> recipe) throws IOException {
    Split held;
    try {
      // Before anything is read: a misspelt setting must not cost minutes.
      ModelSettings.with(recipe.name(), recipe.defaults(ModelsSection.typicalData()), settings);
      held = split.startsWith(FOLDS) ? null : Split.parse(split);
      ModelsSection.require(recipe, held);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    OptionalLibrary.CHARTS.require();
    try (StopSignal stop = new StopSignal(this::stoppedEarly)) {
      Kernels kernels = compute.kernels();
      Folds folds = folds(recipe, held);
      ModelDirectory directory = ModelDirectory.create(directory(recipe));
      stop.ready();
      TrainingReport report;
      try (EpochBar bar = new EpochBar(recipe.errorName())) {
        Training training =
            new Training(seed, compute.threads(), kernels, !noRefit, bar::at, stop::isStopping);
        report = job(recipe, training, held).run(folds, directory);
      } catch (TrainingException e) {
        if (!stop.isStopping()) {
          throw e;
        }
        err().println("freshet: " + e.getMessage());
        return ExitCodes.INTERRUPTED;
      }
      out().print(report.toTable());
      out().printf("%nwritten to %s%n", directory(recipe));
      out().flush();
      if (report.ended() != null && !stop.isStopping()) {
        throw new UserError(report.ended());
      }
      return stop.isStopping() ? ExitCodes.INTERRUPTED : ExitCodes.OK;
    }
  }

  private void stoppedEarly() {
    err().println("freshet: stopped before training began; nothing is written");
  }

  private Path directory(Recipe<?> recipe) {
    return out == null ? Path.of(recipe.name()) : out;
  }

  private <S extends Record> TrainJob<S> job(
      Recipe<S> recipe, Training training, @Nullable Split held) {
    Split choosing = held == null ? new Split(Split.Strategy.RANDOM, Split.VALIDATION_SHARE) : held;
    return new TrainJob<>(
        recipe,
        train -> ModelSettings.with(recipe.name(), recipe.defaults(train), settings),
        ModelSettings::values,
        training,
        split,
        choosing.validation());
  }

  /** The data and its parts: one pair, unless the split has folds. */
  private Folds folds(Recipe<?> recipe, @Nullable Split held) throws IOException {
    if (held == null) {
      Path folder = Path.of(split.substring(FOLDS.length()));
      return Folds.open(
          folder, (file, scale) -> open(recipe, file, scale), set -> learned(recipe, set, folder));
    }
    if (ratings == null) {
      throw wrong("say where the ratings are with --ratings PATH");
    }
    RatingSet set = open(recipe, ratings, null);
    RatingSet learned = learned(recipe, set, ratings);
    TrainingData data = TrainingData.of(learned, ratings, files.reading());
    out()
        .printf(
            java.util.Locale.ROOT,
            "%s: %,d %s by %,d users of %,d movies%s%n",
            ratings,
            data.table().size(),
            set.ratings().hasOtherEvents() && recipe.isTopN() ? "ratings and likes" : "ratings",
            data.userIds().size(),
            data.movies().size(),
            data.replaced() == 0 ? "" : ", " + data.replaced() + " replaced by later ones");
    out().flush();
    return new Folds(data, List.of(held.of(data.table(), seed)));
  }

  /** Reads a file; which names its events have matters to a model alone that learns of them. */
  private RatingSet open(Recipe<?> recipe, Path path, @Nullable Scale otherwise) {
    @Nullable InteractionWeights names = recipe.isTopN() ? weights() : null;
    return otherwise == null
        ? files.open(path, options.scaleIfSet(), names)
        : files.openBeside(path, otherwise, names);
  }

  private InteractionWeights weights() {
    return options.read().streams().users().interactions();
  }

  /** What the model learns of a file, which is said where it holds more than ratings. */
  private RatingSet learned(Recipe<?> recipe, RatingSet set, Path path) {
    if (!set.ratings().hasOtherEvents()) {
      return set;
    }
    out().printf("%s: %s%n", path, set.summary());
    RatingSet learned = set.ratingsAlone();
    if (recipe.isTopN()) {
      learned = set.likesAsRatings(weights());
    }
    if (learned.ratings().size() == 0) {
      throw new UserError(ModelsSection.nothingToLearn(recipe, path, set));
    }
    return learned;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
