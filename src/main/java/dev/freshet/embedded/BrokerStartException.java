package dev.freshet.embedded;

import org.jspecify.annotations.Nullable;

/** The broker could not be started; the message is one line that says what to do. */
public final class BrokerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokerStartException(String message) {
    super(message);
  }

  BrokerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
