package dev.freshet.retrain;

import dev.freshet.train.TrainingException;
import dev.freshet.wire.NewerFormatException;
import dev.freshet.wire.UnreadableException;

/** Says in one line why something failed. */
final class Failure {

  private static final int MAX_LENGTH = 500;

  private Failure() {}

  /** The innermost cause in words, and what to do where that is known. */
  static String words(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null && !isForPeople(root)) {
      root = root.getCause();
    }
    if (root instanceof OutOfMemoryError) {
      return "out of memory: the heap has %d MiB; %s"
          .formatted(Runtime.getRuntime().maxMemory() >> 20, HeapRoom.REMEDY);
    }
    String message = root.getMessage();
    String words =
        isForPeople(root) && message != null
            ? message
            : root.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    String line = words.replaceAll("\\s+", " ");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }

  private static boolean isForPeople(Throwable why) {
    return why instanceof TrainingException
        || why instanceof NewerFormatException
        || why instanceof UnreadableException;
  }
}
