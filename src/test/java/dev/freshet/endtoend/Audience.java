package dev.freshet.endtoend;

import dev.freshet.endtoend.Expectation.Said;
import dev.freshet.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Users who rate, change their minds, repeat themselves, send nonsense and want to be forgotten, in
 * an order that the seed decides; what must come of it is noted in {@link #expected}.
 */
final class Audience implements AutoCloseable {

  static final int USERS = 60;
  static final int MOVIES = 150;

  private static final Duration WITHIN = Duration.ofMinutes(3);
  private static final int BURST = 5;
  private static final Duration BETWEEN_BURSTS = Duration.ofMillis(20);

  final Expectation expected = new Expectation();

  private final Random random;
  private final String prefix;
  private final boolean recorded;
  private final KafkaProducer<String, String> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long time = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  Audience(Cluster cluster, String prefix, long seed) {
    this(cluster, prefix, seed, false);
  }

  /**
   * One request at a time: a new partition is announced before its broker takes writes, and of two
   * in flight the second may be taken as the producer's first; then the first never fits.
   */
  private Audience(Cluster cluster, String prefix, long seed, boolean recorded) {
    this.recorded = recorded;
    this.random = new Random(seed);
    this.prefix = prefix;
    this.producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                cluster.servers(),
                "metadata.max.age.ms",
                "500",
                "max.in.flight.requests.per.connection",
                "1"),
            new StringSerializer(),
            new StringSerializer());
  }

  /**
   * One whose records carry the time of the event, years ago, as their timestamp; most events rely
   * on it.
   */
  static Audience ofThePast(Cluster cluster, String prefix, long seed) {
    return new Audience(cluster, prefix, seed, true);
  }

  /** The catalogue: all movies that anybody rates. */
  void publishCatalogue() {
    for (int movie = 0; movie < MOVIES; movie++) {
      send(
          Topic.MOVIES,
          "m" + movie,
          "{\"movieId\":\"m%d\",\"title\":\"Movie %d\"}".formatted(movie, movie));
    }
    flush();
  }

  /** Produces {@code events} events. */
  void produce(int events) {
    queue(events);
    flush();
  }

  /** Produces about 250 events a second until {@code enough}. */
  void produceUntil(String what, BooleanSupplier enough) {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!enough.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + WITHIN + ": " + what);
      }
      for (int i = 0; i < BURST; i++) {
        next();
      }
      LockSupport.parkNanos(BETWEEN_BURSTS.toNanos());
    }
    flush();
  }

  /** Queues events without waiting for the broker. */
  void queue(int events) {
    for (int i = 0; i < events; i++) {
      next();
    }
  }

  /** Produces ratings that nobody gave before, in any order the same: one for each number. */
  void rateOnce(int from, int to) {
    for (int i = from; i < to; i++) {
      time += 1_000;
      say("u" + i % USERS, "m" + i / USERS, stars(), time);
    }
    flush();
  }

  /** Partitions of the topic of ratings that the producer knows of. */
  int partitions() {
    return producer.partitionsFor(Topic.RATINGS.name(prefix)).size();
  }

  private void next() {
    time += 1_000;
    String user = "u" + random.nextInt(USERS);
    String movie = "m" + random.nextInt(MOVIES);
    Said said = expected.ratings(user).get(movie);
    double kind = random.nextDouble();
    if (kind < 0.02) {
      send(Topic.RATINGS, user, "{\"userId\":\"" + user + "\",\"rating\":" + random.nextInt());
      expected.rejected();
    } else if (kind < 0.023) {
      forget(user);
    } else if (kind < 0.07) {
      say(user, movie, null, time);
    } else if (said != null && kind < 0.4) {
      say(user, movie, said.rating(), said.eventTime()); // once more
    } else if (said != null && kind < 0.5) {
      say(user, movie, stars(), said.eventTime() - 1);
    } else {
      say(user, movie, stars(), time);
    }
  }

  private double stars() {
    return (1 + random.nextInt(10)) / 2.0;
  }

  private void say(String user, String movie, Double rating, long eventTime) {
    String timestamp = recorded && eventTime == time ? "" : ",\"timestamp\":" + eventTime;
    send(
        Topic.RATINGS,
        user,
        "{\"userId\":\"%s\",\"movieId\":\"%s\",\"rating\":%s%s}"
            .formatted(user, movie, rating, timestamp));
    expected.say(user, movie, rating, eventTime);
  }

  private void forget(String user) {
    send(
        Topic.RATINGS,
        user,
        "{\"userId\":\"%s\",\"forget\":true,\"timestamp\":%d}".formatted(user, time));
    expected.forget(user, time);
  }

  private void send(Topic topic, String key, String value) {
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(topic.name(prefix), null, recorded ? time : null, key, value),
            (written, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
  }

  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("not produced: " + failure.get(), failure.get());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
