package dev.freshet.cli;

import dev.freshet.config.SettingsException;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.UserError;
import dev.freshet.data.DownloadException;
import dev.freshet.data.RatingFileException;
import dev.freshet.embedded.BrokerStartException;
import dev.freshet.measure.EvaluationException;
import dev.freshet.modelfile.ModelFileException;
import dev.freshet.retrain.ImportRefusedException;
import dev.freshet.stream.LostProgressException;
import dev.freshet.stream.replica.HeapTooSmallException;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.TopicAccessException;
import dev.freshet.train.TrainingException;
import dev.freshet.wire.NewerFormatException;
import java.io.FileNotFoundException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/** Turns the failures that happen to everyone into sentences that say what to do. */
final class Failures {

  private Failures() {}

  /**
   * What to tell a person, if the failure or one of its causes is a known one.
   *
   * @param servers the brokers that were talked to, null if none were
   */
  static Optional<UserError> explain(Throwable failure, @Nullable String servers) {
    String known = servers == null ? "Kafka" : servers;
    return explain(failure, known, timeout -> NoAnswer.words(known, failure, timeout));
  }

  /**
   * What to tell a person who talked to this cluster, whose port is looked at where it gave no
   * answer.
   */
  static Optional<UserError> explain(Throwable failure, KafkaSettings kafka) {
    return explain(
        failure,
        String.valueOf(kafka.bootstrapServers()),
        timeout -> NoAnswer.of(kafka, failure, timeout).words());
  }

  private static Optional<UserError> explain(
      Throwable failure, String servers, Function<Throwable, String> noAnswer) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof UserError known) {
        return Optional.of(known);
      }
      if (cause instanceof SettingsException wrong) {
        return Optional.of(new UserError(ExitCodes.USAGE, wrong.getMessage()));
      }
      if (cause instanceof ConfigException && NoAnswer.isUnresolved(cause)) {
        return Optional.of(new UserError(noAnswer.apply(cause), failure));
      }
      if (cause instanceof ConfigException wrong) {
        return Optional.of(
            new UserError(
                ExitCodes.USAGE, "Kafka does not take these settings: " + wrong.getMessage()));
      }
      if (cause instanceof TopicAccessException && isTimeout(cause.getCause())) {
        cause = cause.getCause(); // which names the host
        continue;
      }
      if (cause instanceof NewerFormatException
          || cause instanceof LostProgressException
          || cause instanceof TopicAccessException
          || cause instanceof BrokerStartException
          || cause instanceof RatingFileException
          || cause instanceof DownloadException
          || cause instanceof TrainingException
          || cause instanceof EvaluationException
          || cause instanceof ModelFileException
          || cause instanceof ImportRefusedException
          || cause instanceof HeapTooSmallException) {
        return Optional.of(new UserError(String.valueOf(cause.getMessage()), failure));
      }
      String message =
          cause instanceof TimeoutException ? noAnswer.apply(cause) : message(cause, servers);
      if (message != null) {
        return Optional.of(new UserError(message, failure));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static boolean isTimeout(@Nullable Throwable why) {
    return why != null && (why instanceof TimeoutException || isTimeout(why.getCause()));
  }

  private static @Nullable String message(Throwable e, String servers) {
    String denied = denied(e);
    if (denied != null) {
      return "not authorised: " + denied + "; the list of ACLs to grant is in topology/README.md";
    }
    if (e instanceof AuthenticationException) {
      return servers
          + " did not accept the credentials: "
          + e.getMessage()
          + "; check kafka.security.protocol, kafka.sasl.* and kafka.ssl.*";
    }
    if (e instanceof UnknownTopicOrPartitionException || e instanceof InvalidTopicException) {
      return e.getMessage() + "; `freshet topics --create` creates what is missing";
    }
    if (e instanceof RecordTooLargeException) {
      return "too large for the topic: " + e.getMessage();
    }
    String security = SecurityFailures.message(e);
    if (security != null) {
      return security;
    }
    if (e instanceof UnsupportedVersionException) {
      return servers + " is too old or too new for this client: " + e.getMessage();
    }
    return ofTheMachine(e);
  }

  private static @Nullable String denied(Throwable e) {
    if (e instanceof TopicAuthorizationException topics) {
      return topics.unauthorizedTopics().isEmpty()
          ? String.valueOf(e.getMessage())
          : "no right to topic " + String.join(", ", topics.unauthorizedTopics());
    }
    if (e instanceof GroupAuthorizationException group) {
      return "no right to group " + group.groupId();
    }
    if (e instanceof TransactionalIdAuthorizationException || e instanceof AuthorizationException) {
      return String.valueOf(e.getMessage());
    }
    return null;
  }

  private static @Nullable String ofTheMachine(Throwable e) {
    if (e instanceof BindException) {
      return "cannot listen on the port: " + e.getMessage() + "; choose another";
    }
    if (e instanceof LockException || isStateInUse(e)) {
      return "the state directory is in use by another process; give each its own state.dir";
    }
    if (e instanceof ProcessorStateException
        && String.valueOf(e.getMessage()).contains("couldn't be created")) {
      return "cannot use state.dir: " + e.getMessage() + "; name a directory that can be written";
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission to read or write " + denied.getFile();
    }
    if (e instanceof FileNotFoundException) {
      return "cannot open " + e.getMessage();
    }
    return saysDiskFull(e) && (e.getCause() == null || !saysDiskFull(e.getCause()))
        ? "the disk is full: " + e.getMessage() + "; free some space and start again"
        : null;
  }

  /** Kafka Streams has no type of its own for it: what it says ends with the directory. */
  private static boolean isStateInUse(Throwable e) {
    return e instanceof StreamsException
        && String.valueOf(e.getMessage()).contains("running in the same state directory");
  }

  /** By the text of the operating system: RocksDB has no type of its own for it. */
  private static boolean saysDiskFull(Throwable e) {
    return String.valueOf(e.getMessage()).contains("No space left on device");
  }
}
