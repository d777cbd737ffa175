package dev.freshet.wire;

/**
 * Bytes that are no value of their format, nor of any that may come soon. Anybody may have written
 * such bytes, so this is no bug and carries no stack trace. Whoever reads a topic or a store sets
 * the record aside and goes on.
 */
public final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message in one line
   */
  public UnreadableException(String message) {
    super(message, null, false, false);
  }

  /** What is wrong, in one line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
