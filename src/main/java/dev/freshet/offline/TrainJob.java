package dev.freshet.offline;

import dev.freshet.modelfile.ModelDirectory;
import dev.freshet.modelfile.TrainingData;
import dev.freshet.modelfile.TrainingReport;
import dev.freshet.train.Diverged;
import dev.freshet.train.Fitting;
import dev.freshet.train.Provenance;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Split;
import dev.freshet.train.TrainingException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model on each fold (one, unless the split has more), reports the mean, and writes the
 * model of the first fold.
 *
 * @param recipe what is trained
 * @param settings of the model, for training data of some size
 * @param names of the settings with their values, for the report
 * @param training how
 * @param split as on the command line
 * @param validation how a training part is divided to choose the epoch
 */
public record TrainJob<S extends Record>(
    Recipe<S> recipe,
    Function<RatingTable, S> settings,
    Function<Record, Map<String, Object>> names,
    Training training,
    String split,
    Split validation) {

  /**
   * Trains and writes.
   *
   * @return the report that was written; {@link TrainingReport#ended} says if training was stopped
   *     or diverged
   * @throws dev.freshet.train.TrainingException if there is no model to write
   */
  public TrainingReport run(Folds folds, ModelDirectory directory) throws IOException {
    String start = Instant.now().toString();
    List<Training.Result> outcomes = new ArrayList<>();
    String ended = null;
    for (Split.Parts parts : folds.parts()) {
      if (!outcomes.isEmpty() && training.stop().getAsBoolean()) {
        break;
      }
      try {
        outcomes.add(training.run(recipe, settings.apply(parts.train()), parts, validation));
      } catch (Diverged e) {
        if (e.kept() == null) {
          throw e;
        }
        outcomes.add(training.measured(e.kept(), parts, validation));
        ended = e.getMessage();
        break;
      }
    }
    boolean stopped = training.stop().getAsBoolean();
    if (stopped && outcomes.get(0).choosing().isEmpty()) {
      throw new TrainingException("stopped before the first epoch was over; nothing is written");
    }
    if (ended == null && stopped) {
      ended = "stopped; the best epoch until then is kept";
    }
    Split.Parts first = folds.parts().get(0);
    Training.Result outcome = outcomes.get(0);
    TrainingReport report = report(folds, outcomes, ended, start);
    RatingTable pairs = first.test();
    directory.write(folds.data(), outcome.model(), first.train(), pairs, report);
    LearningCurve.write(
        directory.learningCurve(), recipe.name(), errorOf(outcome), outcome.choosing());
    return report;
  }

  private static String errorOf(Training.Result outcome) {
    return outcome.model().ratings() == null ? "1 - recall@20, validation" : "RMSE, validation";
  }

  private TrainingReport report(
      Folds folds, List<Training.Result> outcomes, @Nullable String ended, String start) {
    Training.Result outcome = outcomes.get(0);
    RatingTable train = folds.parts().get(0).train();
    Double seconds = secondsPerEpoch(outcome.choosing());
    int learned = train.size() - outcome.validation().ratings();
    List<TrainingReport.Scores> tests = outcomes.stream().map(Training.Result::test).toList();
    return new TrainingReport(
        provenance(folds, train, start),
        mean(tests),
        mean(outcomes.stream().map(Training.Result::validation).toList()),
        outcome.bestEpoch(),
        outcome.choosing().size(),
        outcome.refitted(),
        seconds,
        seconds == null ? null : learned / seconds,
        outcomes.stream().mapToDouble(Training.Result::seconds).sum(),
        ended,
        outcome.choosing().stream()
            .map(
                e ->
                    new TrainingReport.Point(
                        e.number(),
                        Measure.figure(e.loss()),
                        Measure.figure(e.validationError()),
                        e.seconds()))
            .toList(),
        tests.size() == 1 ? null : tests);
  }

  private Provenance provenance(Folds folds, RatingTable train, String start) {
    TrainingData data = folds.data();
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("users", data.userIds().size());
    counts.put("movies", data.movies().size());
    counts.put("train", train.size());
    counts.put("test", folds.parts().get(0).test().size());
    counts.put("replaced", data.replaced());
    Map<String, String> versions = new LinkedHashMap<>();
    String own = TrainJob.class.getPackage().getImplementationVersion();
    versions.put("freshet", own == null ? "(not packaged)" : own);
    versions.put("java", Runtime.version().toString());
    versions.put("machine", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return new Provenance(
        recipe.name(),
        names.apply(settings.apply(train)),
        training.seed(),
        training.threads(),
        training.kernels().name(),
        split,
        data.source(),
        data.sha256(),
        counts,
        versions,
        start);
  }

  /** Median, null where there was no epoch. */
  static @Nullable Double secondsPerEpoch(List<Fitting.Epoch> epochs) {
    double[] sorted = epochs.stream().mapToDouble(Fitting.Epoch::seconds).sorted().toArray();
    return sorted.length == 0 ? null : sorted[sorted.length / 2];
  }

  private static TrainingReport.Scores mean(List<TrainingReport.Scores> scores) {
    TrainingReport.Scores first = scores.get(0);
    return new TrainingReport.Scores(
        (int)
            Math.round(
                scores.stream().mapToInt(TrainingReport.Scores::ratings).average().orElse(0)),
        mean(scores, TrainingReport.Scores::rmse),
        mean(scores, TrainingReport.Scores::mae),
        mean(scores, TrainingReport.Scores::mse),
        first.unseen(),
        mean(scores, TrainingReport.Scores::recallAt20),
        mean(scores, TrainingReport.Scores::recallAt50),
        mean(scores, TrainingReport.Scores::recallAt100),
        mean(scores, TrainingReport.Scores::ndcgAt100),
        first.rankedUsers());
  }

  private static @Nullable Double mean(
      List<TrainingReport.Scores> scores,
      Function<TrainingReport.Scores, @Nullable Double> figure) {
    List<Double> known = new ArrayList<>();
    for (TrainingReport.Scores each : scores) {
      Double number = figure.apply(each);
      if (number != null) {
        known.add(number);
      }
    }
    return known.isEmpty()
        ? null
        : known.stream().mapToDouble(Double::doubleValue).average().getAsDouble();
  }
}
