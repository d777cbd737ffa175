package dev.freshet.console;

import dev.freshet.measure.Evaluation;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** One progress bar per stage. Not thread-safe. */
public final class StageBar implements Evaluation.Progress, AutoCloseable {

  private String stage = "";
  private @Nullable ProgressBar bar;

  @Override
  public void at(String newStage, long done, long of) {
    bar(newStage, of).stepTo(done);
  }

  /**
   * The same with something to say.
   *
   * @param text behind the bar
   */
  void at(String newStage, long done, long of, String text) {
    ProgressBar current = bar(newStage, of);
    current.stepTo(done);
    current.setExtraMessage(text);
  }

  private ProgressBar bar(String newStage, long of) {
    ProgressBar current = bar;
    if (current == null || !newStage.equals(stage)) {
      close();
      stage = newStage;
      current =
          new ProgressBarBuilder()
              .setTaskName(newStage)
              .setInitialMax(of)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
      bar = current;
    }
    return current;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
