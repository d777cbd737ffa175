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
   * The rows of {@code text}; cells may be quoted except where colons separate them. Where tabs or
   * pipes do, they are if the first line is: most such files hold quotes that mean nothing.
   */
  Rows rows(BufferedReader text) throws IOException {
    return switch (this) {
      case COMMA, SEMICOLON, BLANK -> new QuotedRows(text, this.text.charAt(0));
      case TAB, PIPE ->
          isQuoted(text) ? new QuotedRows(text, this.text.charAt(0)) : Rows.split(text, this.text);
      case COLONS -> Rows.split(text, this.text);
    };
  }

  private static boolean isQuoted(BufferedReader text) throws IOException {
    text.mark(FIRST_LINE);
    boolean isQuoted = false;
    boolean isBlank = true;
    for (int read = 0; read < FIRST_LINE - 1; read++) {
      int next = text.read();
      isQuoted |= next == '"';
      boolean isEnd = next == '\n' || next == '\r';
      if (next < 0 || (isEnd && !isBlank)) {
        break;
      }
      isBlank &= isEnd;
    }
    text.reset();
    return isQuoted;
  }
}
