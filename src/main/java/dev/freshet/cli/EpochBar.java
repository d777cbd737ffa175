package dev.freshet.cli;

import dev.freshet.experiment.Training;
import dev.freshet.train.Fitting;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar for each fit: epochs, time left, loss and validation error. Not thread-safe. */
final class EpochBar implements Training.Progress, AutoCloseable {

  private String stage = "";
  private @Nullable ProgressBar bar;

  @Override
  public void at(String newStage, Fitting.Epoch epoch) {
    ProgressBar current = bar;
    if (current == null || !newStage.equals(stage)) {
      close();
      stage = newStage;
      current =
          new ProgressBarBuilder()
              .setTaskName(newStage)
              .setInitialMax(epoch.of())
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
      bar = current;
    }
    current.stepTo(epoch.number());
    current.setExtraMessage(text(epoch));
  }

  private static String text(Fitting.Epoch epoch) {
    String loss = String.format(Locale.ROOT, "loss %.3f", epoch.loss());
    return Double.isNaN(epoch.validationError())
        ? loss
        : loss + String.format(Locale.ROOT, ", RMSE %.4f", epoch.validationError());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
