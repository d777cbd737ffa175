package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.UserError;
import dev.freshet.topics.TopicAccessException;
import dev.freshet.topics.TopicAdmin;
import dev.freshet.topics.TopicSpecs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and checks topics at a start. Where fewer brokers answer than copies are wanted, the
 * others may just be starting: it waits for them, and says every few seconds how many there are.
 */
final class TopicPreparation {

  private static final Logger LOG = LoggerFactory.getLogger(TopicPreparation.class);
  private static final Duration ASK = Duration.ofSeconds(3);

  /** A cluster of one broker never has more: its owner shall soon read what to set. */
  private static final Duration MOST = Duration.ofSeconds(30);

  private final FreshetConfig config;
  private final Duration most;

  TopicPreparation(FreshetConfig config) {
    this.config = config;
    this.most = config.bootstrapWait().compareTo(MOST) < 0 ? config.bootstrapWait() : MOST;
  }

  /**
   * Prepares them, or is asked to stop.
   *
   * @return whether they are ready
   * @throws UserError if an existing one would do harm
   * @throws TopicAccessException if they cannot be created
   */
  boolean await(BooleanSupplier isStopping) {
    long end = System.nanoTime() + most.toNanos();
    while (!isStopping.getAsBoolean()) {
      try {
        LogLevels.withQuietClients(this::prepare).forEach(t -> LOG.info("created topic {}", t));
        return true;
      } catch (TopicAccessException e) {
        long left = end - System.nanoTime();
        if (left <= 0 || !areBrokersMissing(e)) {
          throw e;
        }
        LOG.info(
            "{} of {} brokers answer; waiting for {} s more (on one broker set"
                + " replication.factor=1)",
            LogLevels.withQuietClients(this::brokers),
            config.topicSpecs().replication(),
            TimeUnit.NANOSECONDS.toSeconds(left));
        rest(Math.min(left, ASK.toNanos()));
      }
    }
    return false;
  }

  /** Names of the topics that were created. */
  private List<String> prepare() {
    try (Admin admin = ClusterAccess.admin(config.kafka())) {
      TopicAdmin topics = new TopicAdmin(admin, TopicSpecs.load(config.topicSpecs()));
      List<String> created = config.topics().create() ? topics.createMissing() : List.of();
      topics.leftOut().forEach(LOG::warn);
      UserError.requireNone(topics.check());
      return created;
    }
  }

  /** How many there are, in words: while they start, the question may have no answer. */
  private String brokers() {
    try (Admin admin = ClusterAccess.admin(config.kafka())) {
      return Integer.toString(admin.describeCluster().nodes().get().size());
    } catch (ExecutionException | KafkaException e) {
      return "too few";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCodes.INTERRUPTED, "interrupted");
    }
  }

  private static boolean areBrokersMissing(Throwable failure) {
    for (Throwable why = failure; why != null; why = why.getCause()) {
      if (why instanceof InvalidReplicationFactorException) {
        return true;
      }
    }
    return false;
  }

  private static void rest(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCodes.INTERRUPTED, "interrupted");
    }
  }
}
