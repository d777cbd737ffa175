package dev.freshet.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** One progress bar per stage. Not thread-safe. */
public final class StageBar implements AutoCloseable {

  private String stage = "";
  private @Nullable ProgressBar bar;

  /**
   * Shows how far a stage is.
   *
   * @param newStage what is going on; another one than before begins a bar
   * @param done steps of it that are done
   * @param of all its steps
   */
  public void at(String newStage, long done, long of) {
    bar(newStage, of).stepTo(done);
  }

  /**
   * Shows how far a stage is, with something to say.
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
