package dev.freshet.stream.replica;

/** The catalogue cannot be held in memory. */
public final class HeapTooSmallException extends RuntimeException {

  private static final long serialVersionUID = 1;

  HeapTooSmallException(String message) {
    super(message);
  }
}
