package dev.freshet.data;

import org.jspecify.annotations.Nullable;

/** A data set could not be fetched; the message is one line for a person. */
public final class DownloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DownloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
