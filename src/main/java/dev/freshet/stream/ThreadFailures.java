package dev.freshet.stream;

import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** What a thread's failure means for the application. */
final class ThreadFailures {

  private ThreadFailures() {}

  /**
   * A thread whose transaction the broker has ended meanwhile, as after a pause of the process that
   * was longer than transactions may last, gives way to a new one: nothing of it was committed.
   * Kafka Streams does so itself where the broker says that the producer was fenced, but not where
   * it says that there is no such transaction. Any other failure stops the application.
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
