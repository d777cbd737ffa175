package dev.freshet.offline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published figure and how to measure it again.
 *
 * @param name of the experiment; several rows may share it
 * @param data the folder of the data set; null where none is needed
 * @param model to train
 * @param options of the model, as on the command line
 * @param split what is held out
 * @param seeds one run each; the mean is reported
 * @param figure what is compared
 * @param published what it is compared with, and who says so
 */
record Experiment(
    String name,
    @Nullable String data,
    String model,
    List<String> options,
    String split,
    List<Long> seeds,
    Figure figure,
    String published) {

  /** Where the parts of a split are files of the data set itself. */
  static final String FOLDS = "folds";

  /** What is compared. */
  enum Figure {
    MSE,
    RMSE,
    LISTS
  }

  /** How to repeat a run of it by hand. */
  String command() {
    if (data == null) {
      return "freshet reproduce --only " + name;
    }
    String held = split.equals(FOLDS) ? " --split folds:" + data : " --split " + split;
    String ratings = split.equals(FOLDS) ? "" : " --ratings " + data;
    String set = options.isEmpty() ? "" : " " + String.join(" ", options);
    return "train --model " + model + ratings + held + set;
  }
}
