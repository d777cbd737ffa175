package dev.freshet.offline;

import dev.freshet.autodiff.Kernels;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.modelfile.TrainingData;
import dev.freshet.modelfile.TrainingReport;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Split;
import dev.freshet.train.models.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs the experiments that others published and puts both figures side by side.
 *
 * @param folder with a folder for each data set
 * @param threads that share a batch
 * @param kernels for dense products
 * @param settings how options become settings
 * @param watch is told each epoch, and asked whether to stop
 */
public record Reproduction(
    Path folder, int threads, Kernels kernels, Settings settings, Observer watch) {

  /** Makes settings of options as on the command line. */
  public interface Settings {
    /** Settings of a recipe for training data, with some replaced. */
    <S extends Record> S of(Recipe<S> recipe, RatingTable train, List<String> options);
  }

  /** Looks on while experiments run, and may end them. */
  public interface Observer extends Training.EpochListener {
    /** Whether to end, before the next experiment or within one. */
    boolean isStopping();

    /** A row is known. */
    void row(String text);
  }

  /** The names that can be chosen. */
  public static List<String> names() {
    return List.copyOf(new TreeSet<>(Experiments.all().stream().map(Experiment::name).toList()));
  }

  /**
   * Runs the experiments and writes what they measured beside what was published.
   *
   * @param only name of the experiments to run; null for all
   * @return a page in Markdown
   */
  public String run(@Nullable String only) throws IOException {
    StringBuilder page = new StringBuilder(head());
    TreeSet<String> absent = new TreeSet<>();
    Map<String, TrainingData> data = new HashMap<>();
    for (Experiment experiment : Experiments.all()) {
      if ((only != null && !experiment.name().equals(only)) || watch.isStopping()) {
        continue;
      }
      String set = experiment.data();
      String measured;
      if (set != null && !Files.isDirectory(folder.resolve(set))) {
        absent.add(set);
        measured = "not measured: " + set + " is not here";
      } else if (Recipes.all().stream().noneMatch(r -> r.name().equals(experiment.model()))
          && set != null) {
        measured = "not measured: there is no model " + experiment.model();
      } else {
        measured = measured(experiment, data);
      }
      String row =
          "| %s | %s | %s | %s | `%s` |%n"
              .formatted(
                  experiment.name(),
                  experiment.model(),
                  experiment.published(),
                  measured,
                  experiment.command());
      page.append(row);
      watch.row(experiment.name() + ", " + experiment.model() + ": " + measured);
    }
    return page.append(absent(absent)).toString();
  }

  private static String head() {
    return """
    # Published figures, measured again

    Written by `freshet reproduce`. Each row holds out what its command says; the epoch is chosen on 10% \
    of the training part, then the model learns the whole of it. Errors are over all test ratings, \
    clipped to the scale, unseen users and movies predicted. Several seeds: mean ± standard deviation. \
    Lists: relevant are test ratings of at least three quarters of the scale, known movies are left out, users \
    with something to find count. The same seed is the same split for every model; splits differ in \
    how hard they are by about .01 of RMSE, so compare within an experiment. fast.ai chose no epoch on a part of its own and reports its last.

    | experiment | model | published | measured | command |
    |---|---|---|---|---|
    """;
  }

  private String absent(TreeSet<String> sets) {
    if (sets.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(String.format("%nData sets that were not there:%n%n"));
    for (String set : sets) {
      text.append(
          String.format(
              "* `%s`: get it from %s and unpack it as `%s`; mind its terms of use.%n",
              set, Experiments.SOURCES.get(set), "DIR/" + set));
    }
    return text.append(String.format("%nThen run `freshet reproduce --data DIR` again.%n"))
        .toString();
  }

  private String measured(Experiment experiment, Map<String, TrainingData> data)
      throws IOException {
    if (experiment.name().equals(Experiments.TAPE)) {
      return String.format(Locale.ROOT, "%.4f", Basics.descent(kernels));
    }
    if (experiment.name().equals(Experiments.MATRIX)) {
      Basics.Matrix all = matrix(experiment, Basics.whole());
      return String.format(Locale.ROOT, "%.4f", all.squaredError());
    }
    if (experiment.name().equals(Experiments.MASKED)) {
      Basics.Matrix some = matrix(experiment, Basics.masked());
      return String.format(
          Locale.ROOT,
          "%.2f for 3.3359, %.2f for .5301; summed squared error of the others %.4f",
          some.cell(1, 0),
          some.cell(2, 1),
          some.squaredError());
    }
    Path set = folder.resolve(String.valueOf(experiment.data()));
    List<TrainingReport.Scores> tests = new ArrayList<>();
    if (experiment.split().equals(Experiment.FOLDS)) {
      for (Split.Parts parts :
          Folds.open(set, RatingFiles::open, RatingSet::ratingsAlone).parts()) {
        tests.add(run(experiment, Recipes.named(experiment.model()), parts, 1));
      }
    } else {
      TrainingData ratings = data.get(set.toString());
      if (ratings == null) {
        data.clear(); // One set at a time: the largest fill the heap.
        ratings = TrainingData.open(set);
        data.put(set.toString(), ratings);
      }
      Split split = Split.parse(experiment.split());
      for (long seed : experiment.seeds()) {
        Split.Parts parts = split.of(ratings.table(), seed);
        tests.add(run(experiment, Recipes.named(experiment.model()), parts, seed));
      }
    }
    return figures(experiment.figure(), tests);
  }

  private Basics.Matrix matrix(Experiment experiment, RatingTable known) {
    return matrix(Recipes.named(experiment.model()), known, experiment.options());
  }

  private <S extends Record> Basics.Matrix matrix(
      Recipe<S> recipe, RatingTable known, List<String> options) {
    return Basics.matrix(recipe, known, settings.of(recipe, known, options), kernels);
  }

  private <S extends Record> TrainingReport.Scores run(
      Experiment experiment, Recipe<S> recipe, Split.Parts parts, long seed) {
    Training training = new Training(seed, threads, kernels, true, watch, watch::isStopping);
    S chosen = settings.of(recipe, parts.train(), experiment.options());
    Split validation = new Split(Split.Strategy.RANDOM, Split.VALIDATION_SHARE);
    return training.run(recipe, chosen, parts, validation).test();
  }

  private static String figures(Experiment.Figure figure, List<TrainingReport.Scores> tests) {
    return switch (figure) {
      case MSE -> "MSE " + spread(tests.stream().map(TrainingReport.Scores::mse).toList());
      case RMSE -> "RMSE " + spread(tests.stream().map(TrainingReport.Scores::rmse).toList());
      case LISTS ->
          "recall@20 "
              + spread(tests.stream().map(TrainingReport.Scores::recallAt20).toList())
              + ", NDCG@100 "
              + spread(tests.stream().map(TrainingReport.Scores::ndcgAt100).toList());
    };
  }

  private static String spread(List<@Nullable Double> figures) {
    double sum = 0;
    double squares = 0;
    for (Double figure : figures) {
      double number = figure == null ? Double.NaN : figure;
      sum += number;
      squares += number * number;
    }
    int n = figures.size();
    double mean = sum / n;
    double variance = n < 2 ? 0 : Math.max(0, (squares - n * mean * mean) / (n - 1));
    return n < 2
        ? String.format(Locale.ROOT, "%.4f", mean)
        : String.format(Locale.ROOT, "%.4f ± %.4f", mean, Math.sqrt(variance));
  }
}
