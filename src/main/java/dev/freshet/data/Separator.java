package dev.freshet.data;

import java.io.BufferedReader;
import java.io.IOException;

/** What stands between the cells of a row. */
enum Separator {
  COMMA(","),
  SEMICOLON(";"),
  TAB("\t"),
  /** MovieLens 1M and 10M, MovieTweetings. */
  COLONS("::"),
  /** The movies of MovieLens 100K. */
  PIPE("|"),
  /** Graphs, where a person names the columns. */
  BLANK(" ");

  /** Characters in which a first line has ended, or has shown what it is. */
  private static final int FIRST_LINE = 1 << 14;

  private final String text;

  Separator(String text) {
    this.text = text;
  }

  /**
   * The rows of {@code text}; cells may be quoted except where colons or pipes separate them. Where
   * tabs do, they are if the first line is: most such files hold quotes that mean nothing.
   */
  Rows rows(BufferedReader text) throws IOException {
    return switch (this) {
      case COMMA, SEMICOLON, BLANK -> new QuotedRows(text, this.text.charAt(0));
      case TAB -> isQuoted(text) ? new QuotedRows(text, '\t') : Rows.split(text, this.text);
      case COLONS, PIPE -> Rows.split(text, this.text);
    };
  }

  private static boolean isQuoted(BufferedReader text) throws IOException {
    text.mark(FIRST_LINE);
    boolean isQuoted = false;
    for (int read = 0; read < FIRST_LINE - 1; read++) {
      int next = text.read();
      isQuoted |= next == '"';
      if (next < 0 || next == '\n' || next == '\r') {
        break;
      }
    }
    text.reset();
    return isQuoted;
  }
}
