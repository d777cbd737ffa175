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
  PIPE("|");

  private final String text;

  Separator(String text) {
    this.text = text;
  }

  /** The rows of {@code text}; cells may be quoted except where colons or pipes separate them. */
  Rows rows(BufferedReader text) throws IOException {
    return switch (this) {
      case COMMA, SEMICOLON, TAB -> Rows.quoted(text, this.text.charAt(0));
      case COLONS, PIPE -> Rows.split(text, this.text);
    };
  }
}
