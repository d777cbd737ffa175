package dev.freshet.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the demo shows, on a terminal and elsewhere. */
class DemoConsolesTest {
  private static final DemoView.Sample ADA =
      sample("ada-1", false, "loves Sci-Fi, not Romance", 40);

  private static DemoView.Sample sample(
      String user, boolean guest, @Nullable String taste, int ratings) {
    return new DemoView.Sample(
        user,
        guest,
        taste,
        ratings,
        List.of(
            new DemoView.ListedTitle(
                "Alien (1979)", 4.875f, List.of("Aliens (1986)", "Brazil", "Cube")),
            new DemoView.ListedTitle(
                "A title that is far too long for one column of a list", 4, List.of())));
  }

  private static DemoView view(long second, DemoView.@Nullable Sample sample) {
    return view(second, sample, null);
  }

  private static DemoView view(
      long second, DemoView.@Nullable Sample sample, DemoView.@Nullable Candidate candidate) {
    double none = Double.NaN;
    return new DemoView(
        "200 invented people",
        Duration.ofSeconds(second),
        "live at 100 ratings/s",
        99.6,
        12_345,
        0,
        List.of(
            new DemoMeters.Errors(1_000, 1_000, .61, .87, .92),
            new DemoMeters.Errors(10_000, 10_000, .6, .9, 1.2)),
        7,
        sample == null ? none : 141.6,
        sample == null ? none : 310,
        80,
        9_876,
        candidate,
        sample,
        List.of(new DemoView.Hint("rate a film", "freshet rate me inception-2010 5")));
  }

  private static String text(DemoView view) {
    return DemoScreen.render(view, 40).stream()
        .map(line -> line.toString().stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void theScreenShowsFiguresErrorsAListAndHowToJoinIn() {
    assertEquals(
        """
         freshet  200 invented people  1:05, live at 100 ratings/s

         learned        12,345       100/s   movie side 7 behind
         lists           9,876        80/s   a rating shows after 142 ms, p99 310 ms

         error (RMSE) over the newest     1,000   10,000
           Freshet                        0.610    0.600  ===============
           biases alone                   0.870    0.900  =======================
           global mean                    0.920    1.200  ==============================

         for ada-1, who loves Sci-Fi, not Romance (40 ratings)
            1.  4.88  Alien (1979)                             because of Aliens (1986) and Brazil
            2.  4.00  A title that is far too long for one col

         join in from another terminal
           rate a film    freshet rate me inception-2010 5
           Ctrl-C ends it
        """,
        text(view(65, ADA)));
  }

  @Test
  void whatBecameOfACandidateIsSaid() {
    Checkpoint promoted =
        new Checkpoint(
            2,
            new Checkpoint.Decision(Checkpoint.Fate.PROMOTED, "better", 0),
            new Checkpoint.Lineage(1, null),
            9_000,
            new Checkpoint.Judgement(900, .7123, .7345, .03, .01),
            Checkpoint.Seconds.NONE,
            List.of());
    DemoView view = view(90, ADA, new DemoView.Candidate(Duration.ofSeconds(70), promoted));
    String line = "retrained at 1:10, generation 2 promoted: RMSE 0.712, live 0.735\n";
    assertTrue(text(view).contains(" " + line), text(view));

    StringWriter out = new StringWriter();
    PlainConsole console = new PlainConsole(new PrintWriter(out));
    console.show(view);
    console.show(view);
    assertEquals(1, out.toString().lines().filter(line.strip()::equals).count());
  }

  @Test
  void onASmallScreenTheListIsCutAndNotTheHints() {
    List<DemoView.ListedTitle> ten = java.util.Collections.nCopies(10, ADA.items().get(0));
    DemoView view = view(65, new DemoView.Sample("ada-1", false, null, 40, ten));
    assertEquals(25, DemoScreen.render(view, 40).size());
    List<AttributedString> small = DemoScreen.render(view, 23);
    assertEquals(23, small.size());
    assertTrue(small.get(22).toString().contains("Ctrl-C ends it"));
    assertEquals(
        3,
        DemoScreen.render(view, 10).stream().filter(l -> l.toString().contains("Alien (")).count(),
        "some of the list is always there");
  }

  @Test
  void beforeTheFirstListItSaysSo() {
    assertTrue(text(view(1, null)).contains("\n the first list comes in a moment\n"));
  }

  @Test
  void whatTitlesHoldCannotSteerTheTerminal() {
    var evil = new DemoView.ListedTitle("\u001b[2JGone", 3, List.of("\u0007bell"));
    var list = new DemoView.Sample("u\u001b[31m", true, null, 1, List.of(evil));
    String shown = text(view(1, list));
    assertFalse(shown.chars().anyMatch(c -> c < ' ' && c != '\n'), shown);
    assertTrue(shown.contains("who joined in (1 rating)"), shown);
  }

  @Test
  void hoursAreShownOnceThereAreAny() {
    assertEquals("59:59", DemoScreen.clock(Duration.ofSeconds(3_599)));
    assertEquals("1:00:01", DemoScreen.clock(Duration.ofSeconds(3_601)));
  }

  @Test
  void withoutATerminalThereIsALineNowAndThenAndAListMoreRarely() {
    StringWriter out = new StringWriter();
    PlainConsole console = new PlainConsole(new PrintWriter(out));
    for (int second = 0; second < 40; second++) {
      console.show(view(second, ADA));
    }
    assertEquals(8, out.toString().lines().filter(line -> line.contains("learned")).count());
    assertEquals(2, out.toString().lines().filter(line -> line.contains("for ada-1")).count());
  }

  @Test
  void aGuestIsAnsweredAtOnce() {
    StringWriter out = new StringWriter();
    PlainConsole console = new PlainConsole(new PrintWriter(out));
    console.show(view(0, ADA));
    console.show(view(1, sample("me", true, null, 1)));
    console.show(view(2, sample("me", true, null, 1)));
    console.show(view(3, sample("me", true, null, 2)));
    assertEquals(2, out.toString().lines().filter(line -> line.contains("for me, who")).count());
  }

  @Test
  void theTerminalIsTakenOverDrawnOnAndGivenBack() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        new ExternalTerminal(
            "test", "xterm", InputStream.nullInputStream(), out, StandardCharsets.UTF_8);
    terminal.setSize(new Size(60, 12));
    try (LiveConsole console = new LiveConsole(terminal)) {
      console.show(view(1, ADA));
      console.show(view(2, ADA));
    }
    String drawn = out.toString(StandardCharsets.UTF_8);
    assertTrue(drawn.startsWith("\u001b[?1049h"), "another screen, so that this one is kept");
    assertTrue(drawn.contains("12,345"), drawn);
    assertFalse(drawn.contains("inception"), "what does not fit is left out");
    assertTrue(drawn.contains("\u001b[?1049l"), "the screen is given back");
  }
}
