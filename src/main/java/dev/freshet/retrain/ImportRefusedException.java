package dev.freshet.retrain;

/** A generation from outside cannot come in; the message says in one line why. */
public final class ImportRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message for a person. */
  public ImportRefusedException(String message) {
    super(message);
  }
}
