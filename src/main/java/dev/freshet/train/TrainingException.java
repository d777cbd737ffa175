package dev.freshet.train;

/** Training cannot go on, or cannot start; the message says in one line why and what to do. */
public class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message for a person. */
  public TrainingException(String message) {
    super(message);
  }
}
