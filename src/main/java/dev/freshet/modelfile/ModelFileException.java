package dev.freshet.modelfile;

/** A file around a model cannot be read or written; the message is one line for a person. */
public final class ModelFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception whose message names the file. */
  public ModelFileException(String message) {
    super(message);
  }
}
