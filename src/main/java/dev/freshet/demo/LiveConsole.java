package dev.freshet.demo;

import dev.freshet.console.HeldLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** Shows the demo on a terminal: one screen, redrawn where it changes. */
public final class LiveConsole implements DemoConsole {

  /** The size is asked of another process: not for each picture. */
  private static final int LOOK_AT_SIZE_EVERY = 8;

  private final Terminal terminal;
  private final Display display;
  private final Attributes before;
  private final HeldLog log = new HeldLog();
  private Size size = new Size(0, 0);
  private int pictures;

  /**
   * Takes over the screen.
   *
   * @param terminal closed with this
   */
  LiveConsole(Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, true);
    this.before = terminal.getAttributes();
    Attributes quiet = new Attributes(before);
    quiet.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    terminal.setAttributes(quiet);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  /**
   * The terminal of this process; null if it has none that can be drawn on, or input or output lead
   * elsewhere.
   */
  public static @Nullable LiveConsole open() {
    if (isInBackground()) {
      return null;
    }
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.SysOut)
              .dumb(true)
              .build();
      boolean canDraw =
          !terminal.getType().startsWith(Terminal.TYPE_DUMB)
              && terminal.getStringCapability(Capability.cursor_address) != null;
      if (canDraw) {
        return new LiveConsole(terminal);
      }
      terminal.close();
      return null;
    } catch (IOException | IllegalStateException e) {
      return null; // Lines will do.
    }
  }

  /**
   * Whether another process group has the terminal: changing its settings would stop this process.
   * Read from field 5, the process group, and 8, the terminal's, of Linux' {@code stat}.
   */
  private static boolean isInBackground() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fromState = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 7);
      return !fromState[2].equals(fromState[5]);
    } catch (IOException e) {
      return false; // No Linux: nothing is known.
    }
  }

  @Override
  public void show(DemoView view) {
    if (pictures++ % LOOK_AT_SIZE_EVERY == 0) {
      Size now = terminal.getSize();
      if (!now.equals(size)) {
        size = new Size(now.getColumns(), now.getRows());
        display.resize(Math.max(1, size.getRows()), Math.max(1, size.getColumns()));
        display.clear();
      }
    }
    List<AttributedString> lines = new ArrayList<>();
    int rows = size.getRows() - 1;
    for (AttributedString line : DemoScreen.render(view, rows)) {
      if (lines.size() < rows) {
        lines.add(line.columnSubSequence(0, Math.max(1, size.getColumns() - 1)));
      }
    }
    display.update(lines, 0);
  }

  @Override
  public void close() {
    terminal.puts(Capability.cursor_visible);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot give the terminal back", e);
    } finally {
      log.close();
    }
  }
}
