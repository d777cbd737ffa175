package dev.freshet.stream;

import dev.freshet.topics.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a cluster every few seconds whether it is there. It says once that it is away, and once that
 * it is back. Thread-safe.
 */
public final class BrokerWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /** One question may meet the broker between two leaders; two in a row do not. */
  private static final int AWAY_AFTER = 2;

  /** What an outage leads to is told for this long after the return. */
  private static final Duration AFTERMATH = Duration.ofSeconds(30);

  /** When a watch of this process last found its cluster again; 0 before the first time. */
  private static final AtomicLong FOUND_AT = new AtomicLong();

  /** How many watches of this process miss their cluster: usually there is one. */
  private static final AtomicInteger MISSED = new AtomicInteger();

  private final String servers;
  private final Question question;
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-broker-watch");
            thread.setDaemon(true);
            return thread;
          });

  // All below is guarded by this.
  private int unanswered;
  private long silentSince;
  private boolean isAway;
  private String problem = "";

  /** Whether it was said that the answer cannot be read; of the timer's thread alone. */
  private boolean isUntold;

  /** Something to ask the cluster. */
  interface Question extends AutoCloseable {

    /**
     * Returns once it is answered.
     *
     * @throws ExecutionException with what is wrong
     */
    void ask() throws ExecutionException, InterruptedException;

    @Override
    default void close() {}
  }

  BrokerWatch(String servers, Question question, LongSupplier nanos) {
    this.servers = servers;
    this.question = question;
    this.nanos = nanos;
  }

  /** Begins to ask the cluster that these settings speak of. */
  public static BrokerWatch start(StreamSettings streams) {
    KafkaSettings settings = streams.deployment().kafka();
    Map<String, Object> config = new HashMap<>(settings.adminConfig());
    config.put("request.timeout.ms", (int) ANSWER_WITHIN.toMillis());
    config.put("default.api.timeout.ms", (int) ANSWER_WITHIN.toMillis());
    BrokerWatch watch =
        new BrokerWatch(
            String.valueOf(settings.bootstrapServers()),
            new ClusterQuestion(Admin.create(config), streams.deployment().prefix(), ANSWER_WITHIN),
            System::nanoTime);
    var unused =
        watch.timer.scheduleWithFixedDelay(watch::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Asks once. A cluster that refuses is there: whoever works with it says why it refuses. */
  void look() {
    try {
      question.ask();
      answered();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException why) {
        silent(why);
      } else {
        answered();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    } catch (RuntimeException e) { // or nobody would ask again
      if (!isUntold) {
        isUntold = true;
        LOG.warn("cannot tell whether {} can be written to: {}", servers, e.toString());
      }
      answered();
    }
  }

  private synchronized void answered() {
    unanswered = 0;
    if (isAway) {
      isAway = false;
      FOUND_AT.set(System.nanoTime());
      MISSED.decrementAndGet();
      LOG.info("{} answers again, after {} s", servers, silence().toSeconds());
    }
  }

  private synchronized void silent(RetriableException why) {
    boolean isOfPartitions =
        why instanceof LeaderNotAvailableException || why instanceof NotEnoughReplicasException;
    problem = isOfPartitions ? String.valueOf(why.getMessage()) : "no answer from " + servers;
    silentSince = unanswered == 0 ? nanos.getAsLong() : silentSince;
    unanswered++;
    if (unanswered == AWAY_AFTER) {
      isAway = true;
      MISSED.incrementAndGet();
      LOG.warn(
          "{}: Freshet waits for it, however long, and then goes on; are the brokers running, is the"
              + " network?",
          problem);
    }
  }

  private Duration silence() {
    return Duration.ofNanos(nanos.getAsLong() - silentSince);
  }

  /**
   * Whether a watch of this process has said that its cluster is away, and not yet that it is back.
   */
  public static boolean isAnyAway() {
    return MISSED.get() > 0;
  }

  /**
   * Whether a watch of this process misses its cluster, or has done so until half a minute ago:
   * threads and clients tell for a while what an outage did to them.
   */
  public static boolean isAnyAwayOrJustBack() {
    long foundAt = FOUND_AT.get();
    boolean isJustBack = foundAt != 0 && System.nanoTime() - foundAt < AFTERMATH.toNanos();
    return isJustBack || isAnyAway();
  }

  /** Whether the cluster answers, as far as is known. */
  public synchronized boolean isReachable() {
    return !isAway;
  }

  /** What is wrong, in words; empty while the cluster answers. */
  public synchronized Optional<String> problem() {
    return isAway
        ? Optional.of("%s for %d s".formatted(problem, silence().toSeconds()))
        : Optional.empty();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    question.close();
    synchronized (this) {
      if (isAway) {
        isAway = false;
        MISSED.decrementAndGet();
      }
    }
  }
}
