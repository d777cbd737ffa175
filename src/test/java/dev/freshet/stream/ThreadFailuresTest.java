package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.config.SettingsReader;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.StreamsConfig;
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
    assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, answerTo(failure));
  }

  @Test
  void aThreadWhoseRecordsWereNeverAcknowledgedIsReplaced() {
    var failure =
        new StreamsException(
            "Error encountered trying to commit a transaction",
            new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new KafkaException(
                    "The client hasn't received acknowledgment for some previously sent messages and"
                        + " can no longer retry them. It is safe to abort the transaction and"
                        + " continue.")));
    assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, answerTo(failure));
  }

  @Test
  void aThreadWhoseAbortTimedOutIsReplaced() {
    var failure =
        new StreamsException(
            "Exception caught in process. taskId=0_1",
            new IllegalStateException(
                "Cannot attempt operation `beginTransaction` because the previous call to"
                    + " `abortTransaction` timed out and must be retried"));
    assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, answerTo(failure));
  }

  @Test
  void whateverFailsDuringAnOutageIsTriedAgain() {
    var failure = new StreamsException("cannot process", new IllegalStateException("a bug"));
    assertEquals(
        StreamThreadExceptionResponse.REPLACE_THREAD, ThreadFailures.answerTo(failure, true));
  }

  @Test
  void aThreadWhoseTransactionTheBrokerWantsAbortedIsReplaced() {
    var failure = new StreamsException("commit", new TransactionAbortableException("abort it"));
    assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, answerTo(failure));
  }

  @Test
  void aProducerThatIsInErrorForGoodStopsTheApplication() {
    var failure =
        new StreamsException(
            "Error encountered trying to commit a transaction",
            new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new ClusterAuthorizationException("not allowed")));
    assertEquals(StreamThreadExceptionResponse.SHUTDOWN_CLIENT, answerTo(failure));
  }

  @Test
  void aThreadThatGaveUpWaitingForABrokerIsReplaced() {
    var failure =
        new StreamsException(
            "task [0_0] did not make progress within 300000 ms", new TimeoutException("no node"));
    assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, answerTo(failure));
  }

  @Test
  void aThreadWhoseClientsFindNoNameOfABrokerIsReplacedOnceThereIsOne() {
    var failure =
        new KafkaException(
            "Failed to construct kafka producer",
            new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));
    assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, answerTo(failure));
    var other = new ConfigException("Invalid value x for configuration acks");
    assertEquals(StreamThreadExceptionResponse.SHUTDOWN_CLIENT, answerTo(other));
  }

  @Test
  void noTaskGivesUpWhileABrokerIsAway() {
    Properties properties =
        StreamsProperties.users(
            new SettingsReader()
                .commandLine(Map.of("bootstrap.servers", "127.0.0.1:1"), "a test")
                .read()
                .streams());
    long millis = new StreamsConfig(properties).getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG);

    assertTrue(Duration.ofMillis(millis).toDays() > 30_000);
    assertTrue(System.currentTimeMillis() + millis > 0, "Kafka Streams adds it to the time of day");
  }

  @Test
  void anyOtherFailureStopsTheApplication() {
    var failure = new StreamsException("cannot process", new IllegalStateException("a bug"));
    assertEquals(StreamThreadExceptionResponse.SHUTDOWN_CLIENT, answerTo(failure));
  }

  private static StreamThreadExceptionResponse answerTo(Throwable failure) {
    return ThreadFailures.answerTo(failure, false);
  }
}
