package dev.freshet.demo;

import java.io.PrintWriter;
import java.time.Duration;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** Shows the demo where there is no terminal: a line now and then, a list more rarely. */
public final class PlainConsole implements DemoConsole {

  private static final long LINE_EVERY_SECONDS = 5;
  private static final long LIST_EVERY_SECONDS = 30;

  private final PrintWriter out;
  private Duration nextLine = Duration.ZERO;
  private Duration nextList = Duration.ZERO;
  private int guestRatings;
  private DemoView.@Nullable Candidate said;

  public PlainConsole(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(DemoView view) {
    if (view.running().compareTo(nextLine) >= 0) {
      nextLine = view.running().plusSeconds(LINE_EVERY_SECONDS);
      out.println(DemoScreen.summary(view));
    }
    DemoView.Candidate candidate = view.candidate();
    if (candidate != null && !candidate.equals(said)) {
      said = candidate;
      out.println("retrained " + DemoScreen.of(candidate));
    }
    DemoView.Sample sample = view.sample();
    if (sample != null && (isNewsOf(sample) || view.running().compareTo(nextList) >= 0)) {
      nextList = view.running().plusSeconds(LIST_EVERY_SECONDS);
      for (AttributedString line : DemoScreen.of(sample)) {
        out.println(line.toString().stripTrailing());
      }
    }
    out.flush();
  }

  /** A guest waits for the answer to each rating. */
  private boolean isNewsOf(DemoView.Sample sample) {
    boolean isNews = sample.guest() && sample.ratings() != guestRatings;
    guestRatings = sample.guest() ? sample.ratings() : 0;
    return isNews;
  }

  @Override
  public void close() {
    out.flush();
  }
}
