package dev.freshet.stream;

import dev.freshet.wire.UnreadableException;

/** The counters of a task cannot be read; the message says what to do. */
public final class LostProgressException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostProgressException(String store, int partition, UnreadableException why) {
    super(
        ("the counters in the store %s of partition %d cannot be read (%s), and without them"
                + " ratings would count twice; docs/operations.md says how to restore them")
            .formatted(store, partition, why.getMessage()),
        why);
  }

  /** Which counters, and where it says what to do, in one line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
