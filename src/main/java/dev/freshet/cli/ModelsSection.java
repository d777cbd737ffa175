package dev.freshet.cli;

import dev.freshet.config.ModelSettings;
import dev.freshet.data.RatingSet;
import dev.freshet.online.Scale;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Split;
import dev.freshet.train.models.Recipes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Adds to the help of {@code train} which models there are and what each may be set to. */
final class ModelsSection {

  private ModelsSection() {}

  private static final String SECTION = "models";

  /** Defaults may depend on the data: the help shows those for a set of MovieLens 100K's size. */
  private static final int USERS = 943;

  private static final int MOVIES = 1_682;
  private static final int RATINGS = 100_000;

  /** Adds the section to the help of a command. */
  static void addTo(CommandSpec spec) {
    List<String> keys = new ArrayList<>(spec.usageMessage().sectionKeys());
    keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
    spec.usageMessage().sectionKeys(keys);
    spec.usageMessage()
        .sectionMap()
        .put(
            SECTION,
            help -> {
              String model = spec.userObject() instanceof TrainCommand train ? train.model() : null;
              return String.format("%n") + of(model);
            });
  }

  /** Counts and nothing else: enough to show defaults, and to check names of settings. */
  static RatingTable typicalData() {
    return new RatingTable(
        USERS,
        MOVIES,
        Scale.MOVIELENS,
        new int[RATINGS],
        new int[RATINGS],
        new float[RATINGS],
        new long[RATINGS]);
  }

  /**
   * Checks that the model can be measured by the split.
   *
   * @param split null for one that comes as files
   * @throws IllegalArgumentException naming the models that can
   */
  static void require(Recipe<?> recipe, @Nullable Split split) {
    if (split != null && split.kind() == Split.Strategy.USERS && !recipe.takesNewcomers()) {
      throw new IllegalArgumentException(
          recipe.name()
              + " knows only users it was trained on, so users cannot be held out; choose --split"
              + " random:0.1, or a model that takes newcomers: "
              + Recipes.all().stream()
                  .filter(Recipe::takesNewcomers)
                  .map(Recipe::name)
                  .collect(Collectors.joining(", ")));
    }
  }

  /** Why a model learns nothing from a file, and which would, where others would; in one line. */
  static String nothingToLearn(Recipe<?> recipe, Path path, RatingSet set) {
    if (recipe.isTopN()) {
      return path + ": no event counts half of a liked rating or more, and none is a rating";
    }
    return path
        + ": no ratings ("
        + set.format()
        + "), and "
        + recipe.name()
        + " learns from nothing else; models that learn from other events: "
        + Recipes.all().stream()
            .filter(Recipe::isTopN)
            .map(Recipe::name)
            .collect(Collectors.joining(", "));
  }

  /** All models with a sentence each, or one with its settings. */
  static String of(@Nullable String model) {
    return model == null ? all() : settings(Recipes.named(model));
  }

  private static String all() {
    StringBuilder text = new StringBuilder(String.format("Models:%n"));
    for (Recipe<?> recipe : Recipes.all()) {
      text.append(String.format(Locale.ROOT, "  %-15s %s%n", recipe.name(), recipe.description()));
    }
    return text.append(String.format("`freshet train --model NAME --models` lists its settings.%n"))
        .toString();
  }

  private static String settings(Recipe<?> recipe) {
    Map<String, Object> defaults = ModelSettings.values(recipe.defaults(typicalData()));
    StringBuilder text =
        new StringBuilder(String.format("%s: %s%n", recipe.name(), recipe.description()));
    text.append(
        defaults.isEmpty()
            ? String.format("It has no settings.%n")
            : String.format("Settings with their defaults (some follow the data's size):%n"));
    defaults.forEach(
        (name, value) -> text.append(String.format(Locale.ROOT, "  --%-20s %s%n", name, value)));
    return text.toString();
  }
}
