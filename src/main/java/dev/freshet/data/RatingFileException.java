package dev.freshet.data;

import java.nio.file.Path;

/**
 * A rating file cannot be used. The message is one line for a person: which file, which line, what
 * was expected.
 */
public final class RatingFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** About a whole file or directory. */
  public RatingFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * About one line of a file.
   *
   * @param line counted from 1
   */
  public RatingFileException(Path file, long line, String problem) {
    super(file + ", line " + line + ": " + problem);
  }
}
