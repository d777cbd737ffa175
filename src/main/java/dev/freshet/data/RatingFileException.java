package dev.freshet.data;

import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * A rating file cannot be used. The message is one line for a person: which file, which line, what
 * was expected.
 */
public final class RatingFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without the file; names the line if it is about one. */
  private final String problem;

  /** About a whole file or directory. */
  public RatingFileException(Path file, String problem) {
    super(name(file) + ": " + problem);
    this.problem = problem;
  }

  /**
   * About one line of a file.
   *
   * @param line counted from 1
   */
  public RatingFileException(Path file, long line, String problem) {
    this(file, of(line, problem), true);
  }

  /** About lines of a file, which {@code problem} names. */
  RatingFileException(Path file, String problem, boolean isOfLines) {
    super(name(file) + (isOfLines ? ", " : ": ") + problem);
    this.problem = problem;
  }

  private static String of(long line, String problem) {
    return "line " + line + ": " + problem;
  }

  /** What is wrong, without the file. */
  String problem() {
    return problem;
  }

  /** A file as messages call it; one in an archive is called by both. */
  static String name(Path file) {
    return file.getFileSystem().equals(FileSystems.getDefault())
        ? file.toString()
        : file.getFileSystem() + "!" + file.toAbsolutePath();
  }
}
