package dev.freshet.measure;

/** An evaluation whose figures would mean nothing; the message says why in one line. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An exception with a line for a person. */
  public EvaluationException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
