package dev.freshet.console;

import java.util.List;

/** Something that a person can put right; the message says how. Shown without a stack trace. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String message;
  private final int exitCode;

  /** An error at run time: exit code {@link ExitCodes#FAILED}. */
  public UserError(String message) {
    this(ExitCodes.FAILED, message);
  }

  /** An error at run time, with what caused it for {@code --debug}. */
  public UserError(String message, Throwable cause) {
    super(cause);
    this.message = message;
    this.exitCode = ExitCodes.FAILED;
  }

  /** An error with an exit code of {@link ExitCodes}. */
  public UserError(int exitCode, String message) {
    this.message = message;
    this.exitCode = exitCode;
  }

  /**
   * Does nothing if there are no problems.
   *
   * @param problems one a line; each says what to do
   * @throws UserError that names all of them
   */
  public static void requireNone(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new UserError(String.join(System.lineSeparator() + "freshet: ", problems));
    }
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** What the process should end with. */
  public int exitCode() {
    return exitCode;
  }
}
