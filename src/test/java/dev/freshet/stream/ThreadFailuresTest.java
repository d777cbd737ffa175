package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

  @Test
  void aThreadWhoseTransactionTimedOutDuringAPauseIsReplaced() {
    var failure =
        new StreamsException(
            "Error encountered trying to commit a transaction",
            new InvalidTxnStateException("in an invalid state"));
    assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, ThreadFailures.answerTo(failure));
  }

  @Test
  void anyOtherFailureStopsTheApplication() {
    var failure = new StreamsException("cannot process", new IllegalStateException("a bug"));
    assertEquals(StreamThreadExceptionResponse.SHUTDOWN_CLIENT, ThreadFailures.answerTo(failure));
  }
}
