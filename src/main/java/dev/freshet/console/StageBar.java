package dev.freshet.console;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * One progress bar per stage; where nobody watches, a line when each begins. Not thread-safe.
 *
 * <p>The system property {@code freshet.progress} says whether somebody watches; the launcher sets
 * it where standard error is a terminal.
 */
public final class StageBar implements AutoCloseable {

  private String stage = "";
  private @Nullable ProgressBar bar;
  private final boolean isWatched;

  /** A bar where standard error is a terminal. */
  public StageBar() {
    this(Boolean.getBoolean("freshet.progress"));
  }

  /** A bar if somebody watches. */
  StageBar(boolean isWatched) {
    this.isWatched = isWatched;
  }

  /**
   * Shows how far a stage is.
   *
   * @param newStage what is going on; another one than before begins a bar
   * @param done steps of it that are done
   * @param of all its steps
   */
  public void at(String newStage, long done, long of) {
    at(newStage, done, of, "");
  }

  /**
   * Shows how far a stage is, with something to say.
   *
   * @param text behind the bar
   */
  void at(String newStage, long done, long of, String text) {
    if (!isWatched) {
      say(newStage, of);
      return;
    }
    ProgressBar current = bar(newStage, of);
    current.stepTo(done);
    current.setExtraMessage(text);
  }

  private void say(String newStage, long of) {
    if (!newStage.equals(stage)) {
      stage = newStage;
      System.err.printf(Locale.ROOT, "%s: %,d%n", newStage, of);
    }
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
