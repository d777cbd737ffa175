package dev.freshet.topics;

import org.jspecify.annotations.Nullable;

/** The cluster did not let topics be read or created; one line that says what to do. */
public final class TopicAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicAccessException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
