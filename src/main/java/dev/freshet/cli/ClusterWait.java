package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.UserError;
import dev.freshet.topics.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at a start until a cluster answers: brokers are often started at the same time. It says
 * every few seconds what it waits for. What waiting cannot mend, such as a refused password, ends
 * it at once.
 */
final class ClusterWait {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterWait.class);
  private static final Duration ASK = Duration.ofSeconds(3);

  private final KafkaSettings kafka;
  private final Duration most;
  private final String servers;

  ClusterWait(FreshetConfig config) {
    this.kafka = config.kafka();
    this.most = config.bootstrapWait();
    this.servers = String.valueOf(kafka.bootstrapServers());
  }

  /**
   * Returns when the cluster answers, or when it is asked to stop.
   *
   * @return whether the cluster answers
   * @throws UserError if it does not in time, or would not however long one waits
   */
  boolean await(BooleanSupplier isStopping) {
    long end = System.nanoTime() + most.toNanos();
    while (!isStopping.getAsBoolean()) {
      long began = System.nanoTime();
      try {
        LogLevels.withQuietClients(this::ask);
        return true;
      } catch (TimeoutException e) {
        NoAnswer why = NoAnswer.of(kafka, e, e);
        long left = end - System.nanoTime();
        if (!why.mayPass() || left <= 0) {
          throw new UserError(why.words(), e);
        }
        LOG.info(
            "no answer from {} yet ({}); waiting for {} s more, see bootstrap.wait",
            servers,
            why.cause(),
            TimeUnit.NANOSECONDS.toSeconds(left));
        rest(Math.min(left, began + ASK.toNanos() - System.nanoTime()));
      }
    }
    return false;
  }

  /**
   * Asks once.
   *
   * @throws TimeoutException if there is no answer
   */
  private boolean ask() {
    Map<String, Object> config = new HashMap<>(kafka.adminConfig());
    config.put("request.timeout.ms", (int) ASK.toMillis());
    config.put("default.api.timeout.ms", (int) ASK.toMillis());
    try (Admin admin = Admin.create(config)) {
      var unused = admin.describeCluster().nodes().get();
      return true;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (KafkaException e) {
      throw NoAnswer.isUnresolved(e) ? new TimeoutException(NoAnswer.root(e).getMessage(), e) : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCodes.INTERRUPTED, "interrupted");
    }
  }

  private static void rest(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCodes.INTERRUPTED, "interrupted");
    }
  }
}
