package dev.freshet.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows with cells between separators, in double quotes where they need it (RFC 4180). A quote
 * within a cell that does not begin with one stands for itself.
 */
final class QuotedRows implements Rows {

  /** A cell of more lines is a quote that nobody closed. */
  private static final int MOST_LINES = 1_000;

  private final BufferedReader text;
  private final char separator;

  /** Lines of a malformed row behind its first: they are read anew. */
  private final Deque<String> again = new ArrayDeque<>();

  private final List<String> further = new ArrayList<>();
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder quoted = new StringBuilder();
  private long line;
  private long lines;
  private String current = "";
  private int at;

  QuotedRows(BufferedReader text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  @Override
  public String @Nullable [] next() throws IOException {
    String first;
    do {
      first = nextLine();
    } while (first != null && first.isBlank());
    if (first == null) {
      return null;
    }
    line = lines;
    current = first;
    at = 0;
    further.clear();
    cells.clear();
    boolean hasMore = true;
    while (hasMore) {
      boolean isQuoted = at < current.length() && current.charAt(at) == '"';
      hasMore = isQuoted ? takeQuoted() : takePlain();
    }
    return cells.toArray(String[]::new);
  }

  private @Nullable String nextLine() throws IOException {
    String next = again.isEmpty() ? text.readLine() : again.poll();
    lines += next == null ? 0 : 1;
    return next;
  }

  /** Returns whether another cell follows. */
  private boolean takePlain() {
    int end = current.indexOf(separator, at);
    cells.add(end < 0 ? current.substring(at) : current.substring(at, end));
    at = end + 1;
    return end >= 0;
  }

  /** Returns whether another cell follows. */
  private boolean takeQuoted() throws IOException {
    quoted.setLength(0);
    at++;
    for (int quote = closing(); isDoubled(quote); quote = closing()) {
      at = quote + 2;
    }
    cells.add(quoted.toString());
    while (at < current.length() && current.charAt(at) != separator) {
      if (!Character.isWhitespace(current.charAt(at))) {
        throw malformed("there is more behind a closing quote");
      }
      at++;
    }
    return at++ < current.length();
  }

  /** Place of the next quote, to which the cell is read; a doubled one is in the cell. */
  private int closing() throws IOException {
    int quote = current.indexOf('"', at);
    while (quote < 0) {
      quoted.append(current, at, current.length()).append('\n');
      String next = further.size() == MOST_LINES ? null : nextLine();
      if (next == null) {
        throw malformed("Missing closing quote");
      }
      further.add(next);
      current = next;
      at = 0;
      quote = current.indexOf('"');
    }
    quoted.append(current, at, quote);
    at = quote + 1;
    if (isDoubled(quote)) {
      quoted.append('"');
    }
    return quote;
  }

  private boolean isDoubled(int quote) {
    return quote + 1 < current.length() && current.charAt(quote + 1) == '"';
  }

  private MalformedRowException malformed(String why) {
    for (int i = further.size() - 1; i >= 0; i--) {
      again.addFirst(further.get(i));
    }
    lines = line;
    return new MalformedRowException(line, why);
  }

  @Override
  public long line() {
    return line;
  }
}
