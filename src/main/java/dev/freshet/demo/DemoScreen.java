package dev.freshet.demo;

import dev.freshet.console.ListText;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Ranking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lays out what the demo shows, as lines. */
public final class DemoScreen {

  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle BOLD = PLAIN.bold();
  private static final AttributedStyle FAINT = PLAIN.faint();
  private static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle BRAND = BOLD.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle STARS = PLAIN.foreground(AttributedStyle.YELLOW);

  private static final int BAR_WIDTH = 30;
  private static final int TITLE_WIDTH = 40;
  private static final int REASONS_SHOWN = 2;
  private static final int LEAST_FILMS = 3;

  private DemoScreen() {}

  /**
   * Everything, at least three films of the list among it.
   *
   * @param rows that there are: the list is cut so that all else fits
   */
  static List<AttributedString> render(DemoView view, int rows) {
    List<AttributedString> lines = new ArrayList<>(figures(view));
    DemoView.Sample sample = view.sample();
    List<AttributedString> list =
        sample == null ? List.of(plain(" the first list comes in a moment")) : of(sample);
    List<AttributedString> below = joinIn(view);
    int room = Math.max(1 + LEAST_FILMS, rows - lines.size() - below.size());
    lines.addAll(list.subList(0, Math.min(room, list.size())));
    lines.addAll(below);
    return lines;
  }

  /** What is above the list. */
  private static List<AttributedString> figures(DemoView view) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(
        line()
            .styled(BRAND, " freshet ")
            .append(" " + ListText.plain(view.title()) + "  ")
            .styled(FAINT, clock(view.running()) + ", " + view.phase())
            .toAttributedString());
    lines.add(AttributedString.EMPTY);
    lines.add(
        figures(
            "learned",
            view.learned(),
            view.ratingsPerSecond(),
            "movie side %,d behind%s"
                .formatted(
                    view.staleness(),
                    view.rejected() == 0 ? "" : ", %,d rejected".formatted(view.rejected()))));
    lines.add(
        figures("lists", view.lists(), view.listsPerSecond(), "a rating shows " + freshness(view)));
    lines.add(AttributedString.EMPTY);
    lines.addAll(errors(view.errors()));
    DemoView.Candidate candidate = view.candidate();
    if (candidate != null) {
      lines.add(plain(" retrained " + of(candidate)));
    }
    lines.add(AttributedString.EMPTY);
    return lines;
  }

  /** What is below it. */
  private static List<AttributedString> joinIn(DemoView view) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(AttributedString.EMPTY);
    lines.add(line().styled(BOLD, " join in from another terminal").toAttributedString());
    for (DemoView.Hint hint : view.joinIn()) {
      lines.add(
          line()
              .styled(FAINT, String.format("   %-14s ", hint.purpose()))
              .append(hint.text())
              .toAttributedString());
    }
    lines.add(line().styled(FAINT, "   Ctrl-C ends it").toAttributedString());
    return lines;
  }

  private static AttributedString figures(String what, long count, double rate, String more) {
    return line()
        .append(String.format(Locale.ROOT, " %-9s", what))
        .styled(BOLD, String.format(Locale.ROOT, "%,12d", count))
        .styled(GOOD, String.format(Locale.ROOT, "%,10.0f/s", rate))
        .styled(FAINT, "   " + more)
        .toAttributedString();
  }

  private static List<AttributedString> errors(List<DemoMeters.Errors> windows) {
    StringBuilder head = new StringBuilder(" error (RMSE) over the newest ");
    windows.forEach(w -> head.append(String.format(Locale.ROOT, "%,9d", w.window())));
    List<AttributedString> lines = new ArrayList<>();
    lines.add(plain(head.toString()));
    DemoMeters.Errors last = windows.get(windows.size() - 1);
    double worst = Math.max(last.mean(), Math.max(last.biases(), last.online()));
    lines.add(
        errors("Freshet", GOOD, windows.stream().map(DemoMeters.Errors::online).toList(), worst));
    lines.add(
        errors(
            "biases alone",
            PLAIN,
            windows.stream().map(DemoMeters.Errors::biases).toList(),
            worst));
    lines.add(
        errors(
            "global mean", PLAIN, windows.stream().map(DemoMeters.Errors::mean).toList(), worst));
    return lines;
  }

  private static AttributedString errors(
      String model, AttributedStyle style, List<Double> values, double worst) {
    AttributedStringBuilder line = line().append(String.format("   %-27s", model));
    for (double value : values) {
      String text = Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
      line.styled(style.bold(), String.format("%9s", text));
    }
    double value = values.get(values.size() - 1);
    int length =
        Double.isNaN(value) || !(worst > 0) ? 0 : (int) Math.round(BAR_WIDTH * value / worst);
    return line.append("  ").styled(style, "=".repeat(length)).toAttributedString();
  }

  /** What became of a candidate, in one line. */
  static String of(DemoView.Candidate candidate) {
    Checkpoint fate = candidate.fate();
    return "at %s, generation %d %s: %s"
        .formatted(clock(candidate.after()), fate.generation(), fate.fate(), gains(fate));
  }

  /** What the candidate has over the live model, in short; else why there is no telling. */
  private static String gains(Checkpoint checkpoint) {
    List<String> gains = new ArrayList<>();
    Checkpoint.Judgement ratings = checkpoint.judgement();
    if (ratings.rmse() != null && ratings.rmseLive() != null) {
      gains.add(
          String.format(Locale.ROOT, "RMSE %.3f, live %.3f", ratings.rmse(), ratings.rmseLive()));
    }
    Ranking lists = checkpoint.rankingOrNone();
    if (lists.ndcg() != null && lists.ndcgLive() != null) {
      gains.add(
          String.format(Locale.ROOT, "NDCG@10 %.3f, live %.3f", lists.ndcg(), lists.ndcgLive()));
    }
    return gains.isEmpty() ? checkpoint.reason() : String.join("; ", gains);
  }

  /** The sample: heading and items. */
  static List<AttributedString> of(DemoView.Sample sample) {
    List<AttributedString> lines = new ArrayList<>();
    String taste = sample.taste();
    lines.add(
        line()
            .append(" for ")
            .styled(BOLD, ListText.plain(sample.user()))
            .append(sample.guest() ? ", who joined in" : taste == null ? "" : ", who " + taste)
            .styled(FAINT, " (" + ratings(sample.ratings()) + order(sample) + ")")
            .toAttributedString());
    int place = 1;
    for (DemoView.ListedTitle item : sample.items()) {
      lines.add(
          line()
              .append(String.format("  %3d.  ", place++))
              .styled(STARS, stars(item.predicted()))
              .append("  " + width(ListText.plain(item.title()), TITLE_WIDTH))
              .styled(FAINT, because(item.because()))
              .toAttributedString());
    }
    if (sample.items().isEmpty()) {
      lines.add(plain("  (nothing to recommend)"));
    }
    return lines;
  }

  /** One line for where there is no terminal. */
  public static String summary(DemoView view) {
    DemoMeters.Errors errors = view.errors().get(view.errors().size() - 1);
    if (errors.ratings() == 0) {
      return clock(view.running()) + "  nothing learned yet";
    }
    return String.format(
        Locale.ROOT,
        "%s  %,d learned, %,.0f/s; RMSE over %,d: %.3f, biases %.3f, mean %.3f; movie side %,d behind;"
            + " %,.0f lists/s; a rating shows %s",
        clock(view.running()),
        view.learned(),
        view.ratingsPerSecond(),
        errors.ratings(),
        errors.online(),
        errors.biases(),
        errors.mean(),
        view.staleness(),
        view.listsPerSecond(),
        freshness(view));
  }

  /** Hours only where there are any. */
  static String clock(Duration running) {
    return running.toHours() > 0
        ? "%d:%02d:%02d"
            .formatted(running.toHours(), running.toMinutesPart(), running.toSecondsPart())
        : "%d:%02d".formatted(running.toMinutes(), running.toSecondsPart());
  }

  private static String freshness(DemoView view) {
    return Double.isNaN(view.freshnessP50())
        ? "soon"
        : String.format(
            Locale.ROOT, "after %.0f ms, p99 %.0f ms", view.freshnessP50(), view.freshnessP99());
  }

  private static String because(List<String> titles) {
    List<String> shown =
        titles.stream().limit(REASONS_SHOWN).map(title -> ListText.plain(title)).toList();
    return shown.isEmpty() ? "" : " because of " + String.join(" and ", shown);
  }

  private static String ratings(int count) {
    return count == 1 ? "1 rating" : count + " ratings";
  }

  private static String order(DemoView.Sample sample) {
    List<Float> shown = sample.items().stream().map(DemoView.ListedTitle::predicted).toList();
    return ListText.isFalling(shown) ? "" : ", " + ListText.ORDER;
  }

  private static String width(String text, int columns) {
    AttributedString cut = new AttributedString(text).columnSubSequence(0, columns);
    return cut + " ".repeat(columns - cut.columnLength());
  }

  private static AttributedStringBuilder line() {
    return new AttributedStringBuilder();
  }

  private static AttributedString plain(String text) {
    return new AttributedString(text);
  }

  /** A rating; blank where nothing tells it. */
  private static String stars(float predicted) {
    return Float.isNaN(predicted) ? "    " : String.format(Locale.ROOT, "%4.2f", predicted);
  }
}
