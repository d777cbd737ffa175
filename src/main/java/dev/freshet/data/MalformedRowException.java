package dev.freshet.data;

import java.io.IOException;
import java.nio.file.Path;

/** A row of a delimited text whose quotes do not fit; the rows after its first line can be read. */
final class MalformedRowException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long line;

  /**
   * About one row.
   *
   * @param line that it begins on, counted from 1
   */
  MalformedRowException(long line, String why) {
    super(why);
    this.line = line;
  }

  /** What to say of the file. */
  RatingFileException of(Path file) {
    return new RatingFileException(
        file,
        line,
        "is not valid csv: " + getMessage() + "; close each quote, and double those within a cell");
  }
}
