package dev.freshet.data;

import dev.freshet.wire.Ids;
import dev.freshet.wire.RejectedException;
import java.nio.file.Path;

/** A row and where it stands, to read cells from or to refuse. */
@SuppressWarnings("ArrayRecordComponent") // A row of a file, read once; equality is never asked.
record Line(Path file, long number, String[] cells) {
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

  /** The id of a user or movie, by the rules for records. */
  String id(int column, String what) {
    String id = cell(column);
    try {
      return Ids.check(id, what);
    } catch (RejectedException e) {
      throw refused(
          switch (e.reason()) {
            case ID_EMPTY -> "the " + what + " id is empty";
            case ID_TOO_LONG -> "the " + what + " id is longer than " + Ids.MAX_BYTES + " bytes";
            case ID_CONTROL_CHARACTER ->
                "the "
                    + what
                    + " id "
                    + quoted(column)
                    + " contains a line break, a tab or another control character";
            default -> "the id of the " + e.getMessage();
          });
    }
  }

  /** The exception to throw about this line, in one line of text whatever the cells hold. */
  RatingFileException refused(String problem) {
    return new RatingFileException(file, number, problem.replaceAll("\\p{Cc}", "?"));
  }

  /** A cell as a message shows it. */
  String quoted(int column) {
    return quoted(cell(column));
  }

  /** A piece of a file as a message shows it. */
  static String quoted(String text) {
    return "'"
        + (text.length() > QUOTED_CHARS ? text.substring(0, QUOTED_CHARS) + "…" : text)
        + "'";
  }
}
