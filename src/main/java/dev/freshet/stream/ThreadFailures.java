package dev.freshet.stream;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.jspecify.annotations.Nullable;

/** What a thread's failure means for the application. */
public final class ThreadFailures {

  /** What Kafka's clients say when no name of a broker can be resolved. */
  private static final String UNRESOLVED = "No resolvable bootstrap urls";

  /**
   * What a producer says, with no type of its own, whose records were sent and not acknowledged for
   * as long as it may wait: the broker went away with them.
   */
  private static final String UNACKNOWLEDGED = "safe to abort the transaction";

  /** What a producer says that could not abort its transaction in time and is asked for more. */
  private static final String UNABORTED = "timed out and must be retried";

  private ThreadFailures() {}

  /**
   * Replaces a thread whose transaction is lost: nothing of it was committed. The broker ends one
   * when the process pauses for longer than transactions may last; Kafka Streams replaces the
   * thread itself where the broker says that the producer was fenced, but not where it says that
   * there is no such transaction, or that it should be aborted. The producer gives one up when the
   * broker went away with records of it; Kafka Streams tries to commit it nonetheless. Replaces a
   * thread as well that gave up waiting for a broker, and any that fails while none is there: what
   * comes of an outage has many names, and a fault of our own shows again once it is over. Any
   * other failure stops the application, and so does one of the thread that reads for all: Kafka
   * Streams cannot replace it.
   *
   * @param isOutage whether the cluster is known to be away, or to have been until just now
   */
  static StreamThreadExceptionResponse answerTo(Throwable failure, boolean isOutage) {
    boolean isReplaceable = !Thread.currentThread().getName().endsWith("GlobalStreamThread");
    return isReplaceable && (isOutage || isOfAnOutage(failure))
        ? StreamThreadExceptionResponse.REPLACE_THREAD
        : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /**
   * Whether a failure may come of an outage: no broker answered, or none took the request, or a
   * transaction or a task's records were lost with one.
   */
  public static boolean isOfAnOutage(Throwable failure) {
    return isAway(failure)
        || isTransactionLost(failure)
        || has(failure, TaskCorruptedException.class::isInstance);
  }

  /** Whether a failure tells that no broker answered, or none that takes the request. */
  private static boolean isAway(Throwable failure) {
    return has(failure, RetriableException.class::isInstance)
        || has(failure, why -> why instanceof ConfigException && says(why, UNRESOLVED));
  }

  private static boolean isTransactionLost(Throwable failure) {
    return has(failure, InvalidTxnStateException.class::isInstance)
        || has(failure, TransactionAbortableException.class::isInstance)
        || has(failure, why -> why instanceof KafkaException && says(why, UNACKNOWLEDGED))
        || has(failure, why -> why instanceof IllegalStateException && says(why, UNABORTED));
  }

  private static boolean says(Throwable failure, String words) {
    return String.valueOf(failure.getMessage()).contains(words);
  }

  private static boolean has(Throwable failure, Predicate<Throwable> kind) {
    for (@Nullable Throwable why = failure; why != null; why = why.getCause()) {
      if (kind.test(why)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits until the clients of the next thread can be made: they refuse to be while the names of
   * brokers cannot be resolved, which happens where names go with the brokers.
   */
  static void awaitNames(BooleanSupplier isResolvable, BooleanSupplier isClosed) {
    while (!isClosed.getAsBoolean() && !isResolvable.getAsBoolean()) {
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
