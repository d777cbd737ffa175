package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.config.FreshetConfig;
import dev.freshet.measure.SentRecords;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicTail;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of events that are produced: how many of them the user side has read, and which it
 * rejected. Begin it before they are produced.
 */
final class Reception implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 500;
  private static final long SETTLED_MILLIS = 500;
  private static final String FROM = "__streams.errors.";

  private final KafkaAccess kafka;
  private final KafkaSettings settings;
  private final String group;
  private final String ratings;
  private final String rejectedTopic;
  private final Duration patience;

  /** Follows the rejected records; null where there is no topic of them. */
  private final @Nullable TopicTail rejectedTail;

  private final boolean mayRead;
  private final Map<String, Long> rejected = new TreeMap<>();

  private Reception(
      KafkaAccess kafka,
      FreshetConfig config,
      Duration patience,
      @Nullable TopicTail tail,
      boolean mayRead) {
    this.kafka = kafka;
    this.settings = config.kafka();
    this.group = config.streams().userApplication();
    this.ratings = Topic.RATINGS.name(config.prefix());
    this.rejectedTopic = Topic.RATINGS_REJECTED.name(config.prefix());
    this.patience = patience;
    this.rejectedTail = tail;
    this.mayRead = mayRead;
  }

  /** Producing needs none of these rights: without them it goes on. */
  private static void requireThatItIsDenied(RuntimeException e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof AuthorizationException)) {
      cause = cause.getCause();
    }
    if (cause == null) {
      throw e;
    }
  }

  /**
   * Begins to look.
   *
   * @param patience how long nothing more may be read before the wait is over
   */
  static Reception of(KafkaAccess kafka, FreshetConfig config, Duration patience) {
    String topic = Topic.RATINGS_REJECTED.name(config.prefix());
    try {
      TopicTail tail = null;
      if (kafka.topicExists(config.kafka(), topic)) {
        tail = TopicTail.of(kafka.consumer(config.kafka()), List.of(topic));
        tail.skipToEnd();
      }
      return new Reception(kafka, config, patience, tail, true);
    } catch (IllegalStateException | AuthorizationException e) {
      requireThatItIsDenied(e);
      return new Reception(kafka, config, patience, null, false);
    }
  }

  /**
   * Waits until all are read, or none for a while.
   *
   * @param noun what these are, for people
   * @param isOver true ends the wait early
   * @param progress is told how many are read
   * @return what became of them, in one line for a person
   */
  String await(SentRecords sent, String noun, BooleanSupplier isOver, LongConsumer progress)
      throws InterruptedException {
    long all = sent.count(ratings);
    if (!mayRead) {
      return notTold();
    }
    try {
      long read = read(sent, all, isOver, progress);
      if (read > 0 && rejectedTail != null) {
        rejectedTail.read(() -> false, record -> count(record, sent));
        // The newest of them may be committed a moment after what they come from.
        Thread.sleep(SETTLED_MILLIS);
        rejectedTail.read(() -> false, record -> count(record, sent));
      }
      return sentence(all, read, noun);
    } catch (IllegalStateException | AuthorizationException e) {
      requireThatItIsDenied(e);
      return notTold();
    }
  }

  private String notTold() {
    return "whether they were accepted cannot be told: that takes Describe on the group "
        + group
        + " and Read on "
        + rejectedTopic;
  }

  /** How many are read, when all are, or none for a while. */
  private long read(SentRecords sent, long all, BooleanSupplier isOver, LongConsumer progress)
      throws InterruptedException {
    long read = -1;
    long since = System.nanoTime();
    while (true) {
      long now = sent.before(ratings, kafka.committed(settings, group));
      if (now != read) {
        read = now;
        since = System.nanoTime();
        progress.accept(read);
      }
      boolean isStill = System.nanoTime() - since >= patience.toNanos();
      if (read == all || isStill || isOver.getAsBoolean()) {
        return read;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> record, SentRecords sent) {
    String partition = header(record, FROM + "partition");
    String offset = header(record, FROM + "offset");
    if (ratings.equals(header(record, FROM + "topic"))
        && partition != null
        && offset != null
        && sent.has(
            new TopicPartition(ratings, Integer.parseInt(partition)), Long.parseLong(offset))) {
      rejected.merge(String.valueOf(header(record, "freshet.reason")), 1L, Long::sum);
    }
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  private String sentence(long all, long read, String noun) {
    if (read == 0 && all > 0) {
      return "nobody has read them yet: is `freshet run` at work there, with this prefix?";
    }
    long refused = rejected.values().stream().mapToLong(Long::longValue).sum();
    String soFar = read == all ? "" : String.format(Locale.ROOT, ", %,d not read yet", all - read);
    String reasons =
        rejected.entrySet().stream()
            .map(reason -> String.format(Locale.ROOT, "%,d %s", reason.getValue(), reason.getKey()))
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "%,d of %,d %s were accepted", read - refused, all, noun)
        + (refused == 0 ? "" : ", rejected: " + reasons + " (see " + rejectedTopic + ")")
        + soFar;
  }

  @Override
  public void close() {
    if (rejectedTail != null) {
      rejectedTail.close();
    }
  }
}
