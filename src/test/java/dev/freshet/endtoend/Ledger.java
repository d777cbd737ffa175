package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.endtoend.Expectation.Outcome;
import dev.freshet.endtoend.Expectation.Said;
import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.StoredListHits;
import dev.freshet.wire.StoredMix;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What Freshet has committed, read from Kafka alone as any other client would: the stores by their
 * changelogs, the lists, the rejected records. Holds the last value of each key.
 */
final class Ledger implements AutoCloseable {

  private static final Duration WITHIN = Duration.ofMinutes(3);
  private static final List<Topic> FOLLOWED =
      List.of(
          Topic.RATINGS_REJECTED,
          Topic.RECOMMENDATIONS,
          Topic.RATINGS_BY_USER,
          Topic.CATALOGUE,
          Topic.MOVIE_UPDATES,
          Topic.USER_FACTORS_CHANGELOG,
          Topic.USER_RATINGS_CHANGELOG,
          Topic.USER_PROGRESS_CHANGELOG,
          Topic.MOVIE_FACTORS,
          Topic.MOVIE_PROGRESS_CHANGELOG);

  private final String prefix;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<Topic, Map<String, byte[]>> latest = new EnumMap<>(Topic.class);
  private final Map<Topic, Long> records = new EnumMap<>(Topic.class);
  private long oldest = Long.MAX_VALUE;

  Ledger(Cluster cluster, String prefix) {
    this.prefix = prefix;
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", cluster.servers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : FOLLOWED) {
      latest.put(topic, new TreeMap<>());
      consumer
          .partitionsFor(topic.name(prefix))
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads on until {@code condition} holds. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + WITHIN + ": " + what + "\n" + summary());
      }
      read();
    }
  }

  /** Reads what has come meanwhile. */
  void read() {
    consumer.poll(Duration.ofMillis(50)).forEach(this::take);
  }

  /** Reads all that was committed before. */
  void readToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    await(
        "the ends of all topics",
        () ->
            ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue()));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    for (Topic topic : FOLLOWED) {
      if (record.topic().equals(topic.name(prefix)) && !isOfLists(topic, record)) {
        records.merge(topic, 1L, Long::sum);
        oldest = Math.min(oldest, record.timestamp());
        if (record.value() == null) {
          latest.get(topic).remove(key(topic, record));
        } else {
          latest.get(topic).put(key(topic, record), record.value());
        }
      }
    }
  }

  /** Beside the counters stand how a partition orders lists, and what became of those. */
  private static boolean isOfLists(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    return topic == Topic.USER_PROGRESS_CHANGELOG
        && (StoredMix.isKey(record.key()) || StoredListHits.isKey(record.key()));
  }

  /** Counters have the same key in every partition; rejected records have any. */
  private static String key(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    return switch (topic) {
      case USER_PROGRESS_CHANGELOG, MOVIE_PROGRESS_CHANGELOG -> "partition " + record.partition();
      case RATINGS_REJECTED -> record.partition() + " " + record.offset();
      case USER_RATINGS_CHANGELOG ->
          RatingKey.userId(record.key()) + " " + RatingKey.movieId(record.key());
      default -> new String(record.key(), StandardCharsets.UTF_8);
    };
  }

  private <T> Map<String, T> all(Topic topic, Function<byte[], T> format) {
    Map<String, T> values = new TreeMap<>();
    latest.get(topic).forEach((key, bytes) -> values.put(key, format.apply(bytes)));
    return values;
  }

  long records(Topic topic) {
    return records.getOrDefault(topic, 0L);
  }

  /** The smallest timestamp of any record that Freshet wrote. */
  long oldestTimestamp() {
    return oldest;
  }

  /** Values of the rejected records that have one. */
  List<byte[]> rejected() {
    return List.copyOf(latest.get(Topic.RATINGS_REJECTED).values());
  }

  Map<String, Recommendations> lists() {
    return all(Topic.RECOMMENDATIONS, Recommendations::fromJson);
  }

  Map<String, StoredRating> ratings() {
    return all(Topic.USER_RATINGS_CHANGELOG, StoredRating::fromBytes);
  }

  Map<String, UserState> users() {
    return all(Topic.USER_FACTORS_CHANGELOG, UserState::fromBytes);
  }

  Map<String, Factors> movies() {
    return all(Topic.MOVIE_FACTORS, MovieFactors::fromBytes);
  }

  /** Sum over the user side's partitions. */
  long users(ToLongFunction<LearningProgress> count) {
    return all(Topic.USER_PROGRESS_CHANGELOG, UserProgress::fromBytes).values().stream()
        .mapToLong(progress -> count.applyAsLong(progress.report(0)))
        .sum();
  }

  /** Sum over the movie side's partitions. */
  long movies(ToLongFunction<LearningProgress> count) {
    return all(Topic.MOVIE_PROGRESS_CHANGELOG, MovieProgress::fromBytes).values().stream()
        .mapToLong(progress -> count.applyAsLong(progress.report(0)))
        .sum();
  }

  /** Committed events of any outcome, rejected ones included. */
  long handled() {
    return users(LearningProgress::sequence) + records(Topic.RATINGS_REJECTED);
  }

  /** Reads on until both sides have taken in everything and all lists that were owed are out. */
  void awaitAll(Expectation expected) {
    await(
        "everything taken in",
        () ->
            handled() >= expected.produced()
                && movies(LearningProgress::learned) >= users(LearningProgress::learned)
                && users().values().stream().noneMatch(UserState::isDue));
  }

  /** Everything is as it must be after exactly the expected events. */
  void assertHolds(Expectation expected) {
    awaitAll(expected);
    // One that was sent before the catalogue was here is sent again within seconds.
    await("no list is empty", () -> lists().values().stream().noneMatch(Ledger::isTooShort));
    assertCounts(expected);
    assertRatings(expected);
    assertSteps(expected);
    assertLists(expected);
  }

  private void assertCounts(Expectation expected) {
    Map<Outcome, Long> wanted = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      wanted.put(outcome, expected.count(outcome));
    }
    Map<Outcome, Long> counted =
        new TreeMap<>(
            Map.of(
                Outcome.LEARNED, users(LearningProgress::learned),
                Outcome.UNCHANGED, users(LearningProgress::unchanged),
                Outcome.LATE, users(LearningProgress::late),
                Outcome.RETRACTED, users(LearningProgress::retracted),
                Outcome.FORGOTTEN, users(LearningProgress::forgotten),
                Outcome.REJECTED, records(Topic.RATINGS_REJECTED)));
    assertEquals(wanted, counted);
    assertEquals(expected.produced(), handled(), "produced");
    assertEquals(users(LearningProgress::learned), movies(LearningProgress::learned), "movie side");
    assertEquals(0, movies(LearningProgress::dropped), "dropped");
    assertEquals(
        0, users(LearningProgress::refused) + movies(LearningProgress::refused), "refused");
  }

  private void assertRatings(Expectation expected) {
    Map<String, Said> stored = new TreeMap<>();
    ratings()
        .forEach(
            (key, rating) -> {
              Double stars = rating.isRetracted() ? null : (double) rating.rating();
              stored.put(key, new Said(stars, rating.eventTime()));
              assertTrue(
                  rating.isRetracted() || (rating.prediction() >= 0.5f && rating.prediction() <= 5),
                  key + ": " + rating);
            });
    assertEquals(expected.ratings(), stored);
  }

  private void assertSteps(Expectation expected) {
    Map<String, Integer> userSteps = new TreeMap<>();
    users()
        .forEach(
            (user, state) -> {
              if (state.factors() != null) {
                userSteps.put(user, state.factors().steps());
              }
              assertEquals(expected.rated(user).size(), state.ratings(), user);
            });
    assertEquals(expected.userSteps(), userSteps);
    Map<String, Integer> movieSteps = new TreeMap<>();
    movies().forEach((movie, factors) -> movieSteps.put(movie, factors.steps()));
    assertEquals(expected.movieSteps(), movieSteps);
  }

  private void assertLists(Expectation expected) {
    Map<String, Integer> listed = new TreeMap<>();
    lists()
        .forEach(
            (user, list) -> {
              listed.put(user, list.ratings());
              list.items()
                  .forEach(
                      item ->
                          assertTrue(
                              !expected.rated(user).contains(item.movieId()),
                              user + " rated " + item.movieId()));
              assertFalse(isTooShort(list), user + ": " + list);
            });
    assertEquals(expected.listed(), listed);
  }

  private static boolean isTooShort(Recommendations list) {
    return list.items().isEmpty() && list.ratings() < Audience.MOVIES;
  }

  private String summary() {
    return "handled %d, learned %d and %d, due %d, records %s"
        .formatted(
            handled(),
            users(LearningProgress::learned),
            movies(LearningProgress::learned),
            users().values().stream().filter(UserState::isDue).count(),
            records);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
