package dev.freshet.stream;

import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** What a thread's failure means for the application. */
final class ThreadFailures {

  private ThreadFailures() {}

  /**
   * Replaces a thread whose transaction the broker has ended meanwhile: nothing of it was
   * committed. That happens when the process pauses for longer than transactions may last. Kafka
   * Streams replaces the thread itself where the broker says that the producer was fenced, but not
   * where it says that there is no such transaction. Any other failure stops the application.
   */
  static StreamThreadExceptionResponse answerTo(Throwable failure) {
    for (@Nullable Throwable why = failure; why != null; why = why.getCause()) {
      if (why instanceof InvalidTxnStateException) {
        return StreamThreadExceptionResponse.REPLACE_THREAD;
      }
    }
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }
}
