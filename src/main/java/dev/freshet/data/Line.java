package dev.freshet.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A row and where it stands, to read cells from or to refuse. */
@SuppressWarnings("ArrayRecordComponent") // A row of a file, read once; equality is never asked.
record Line(Path file, long number, String[] cells) {
  /** Longest id of the contract, in bytes of UTF-8. */
  private static final int MAX_ID_BYTES = 128;

  /** Longest piece of a file that a message quotes. */
  private static final int QUOTED_CHARS = 60;

  /** Refuses a row of another width. */
  void expectColumns(int columns) {
    if (cells.length != columns) {
      throw refused("expected " + columns + " columns, found " + cells.length);
    }
  }

  /** A cell without the blanks around it. */
  String cell(int column) {
    return cells[column].strip();
  }

  /** The id of a user or movie: not empty, not longer than the contract allows. */
  String id(int column, String what) {
    String id = cell(column);
    if (id.isEmpty()) {
      throw refused("the " + what + " id is empty");
    }
    if (id.length() > MAX_ID_BYTES / 4
        && id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      throw refused("the " + what + " id is longer than " + MAX_ID_BYTES + " bytes");
    }
    return id;
  }

  /** The exception to throw about this line, in one line of text whatever the cells hold. */
  RatingFileException refused(String problem) {
    return new RatingFileException(file, number, problem.replaceAll("\\p{Cntrl}", "?"));
  }

  /** A cell as a message shows it. */
  String quoted(int column) {
    String cell = cell(column);
    return "'"
        + (cell.length() > QUOTED_CHARS ? cell.substring(0, QUOTED_CHARS) + "…" : cell)
        + "'";
  }
}
