package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.Side;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance was away while Eve was forgotten, and came back after the changelogs had dropped the
 * tombstones of her ratings. The changelogs keep tombstones for a second here, not for a week.
 */
@BrokerTest
class StoresOlderThanTombstonesTest {

  private static final String PREFIX = "old.";

  private final Cluster cluster = new Cluster("log.cleaner.backoff.ms", "100");
  private final KafkaProducer<String, String> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", cluster.servers()),
          new StringSerializer(),
          new StringSerializer());
  private int others;

  @BeforeEach
  void changelogsForgetQuickly() throws Exception {
    cluster.createTopics(PREFIX);
    Collection<AlterConfigOp> quick =
        Map.of(
                "delete.retention.ms", "1000",
                "segment.ms", "200",
                "min.cleanable.dirty.ratio", "0.001")
            .entrySet()
            .stream()
            .map(e -> new ConfigEntry(e.getKey(), e.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    String changelog = Topic.USER_RATINGS_CHANGELOG.name(PREFIX);
    try (Admin admin = cluster.admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, changelog), quick))
          .all()
          .get();
    }
  }

  @AfterEach
  void stop() {
    producer.close();
    cluster.close();
  }

  @Test
  void whatWasForgottenDoesNotComeBack(@TempDir Path away, @TempDir Path here) {
    try (Ledger ledger = new Ledger(cluster, PREFIX)) {
      for (String movie : List.of("heat", "solaris", "stalker", "ran", "brazil")) {
        send(Topic.MOVIES, movie, "{\"movieId\":\"%s\",\"title\":\"%s\"}".formatted(movie, movie));
      }
      try (FreshetStreams first = start(away)) {
        rate("eve", "heat");
        rate("eve", "solaris");
        awaitList(ledger, 2);
        assertTrue(first.isRunning());
      }
      try (FreshetStreams second = start(here)) {
        send(Topic.RATINGS, "eve", "{\"userId\":\"eve\",\"forget\":true}");
        ledger.await("she is forgotten", () -> !ledger.lists().containsKey("eve"));
        ledger.await(
            "nothing is left of her ratings, not even tombstones",
            () -> {
              rate("other" + others++ % 40, "ran"); // segments that are written to are not cleaned
              return others >= 40 && moviesOfEve().isEmpty();
            });
        rate("carl", "stalker");
        rate("carl", "solaris"); // whoever had stalker is told why solaris is listed
        ledger.await("the others' ratings are in", () -> ledger.ratings().size() == 42);
        assertTrue(second.isRunning());
      }
      try (FreshetStreams third = start(away)) {
        ledger.await("all is restored", () -> stored(third, "other").size() == 40);
        ledger.await("what followed stalker is known", () -> follows(third, "stalker", "solaris"));
        assertEquals(Set.of(), stored(third, "eve"));
        rate("eve", "stalker");
        awaitList(ledger, 1);
        Set<String> reasons = new HashSet<>();
        ledger.lists().get("eve").items().forEach(item -> reasons.addAll(item.because()));
        assertEquals(Set.of("stalker"), reasons);
        assertEquals(Set.of("eve stalker"), stored(third, "eve"));
        assertTrue(third.isRunning());
      }
    }
  }

  /** Users and movies of the ratings in an instance's own stores; none during a rebalance. */
  private static Set<String> stored(FreshetStreams instance, String usersLike) {
    Set<String> found = new HashSet<>();
    KafkaStreams users = instance.applications().get(Side.USERS);
    if (users.state() != KafkaStreams.State.RUNNING) {
      return found;
    }
    ReadOnlyKeyValueStore<Bytes, byte[]> ratings =
        users.store(
            StoreQueryParameters.fromNameAndType(
                "user-ratings", QueryableStoreTypes.keyValueStore()));
    try (KeyValueIterator<Bytes, byte[]> all = ratings.all()) {
      while (all.hasNext()) {
        byte[] key = all.next().key.get();
        if (RatingKey.userId(key).startsWith(usersLike)) {
          found.add(RatingKey.userId(key) + " " + RatingKey.movieId(key));
        }
      }
    }
    return found;
  }

  private static boolean follows(FreshetStreams instance, String before, String movie) {
    MovieReplica movies = instance.replica();
    int from = movies.indexOf(before);
    int to = movies.indexOf(movie);
    return from >= 0 && to >= 0 && movies.taken().weight(from, to) > 0;
  }

  private static void awaitList(Ledger ledger, int ratings) {
    ledger.await(
        "her list of " + ratings + " ratings, with movies",
        () -> {
          var list = ledger.lists().get("eve");
          return list != null && list.ratings() == ratings && !list.items().isEmpty();
        });
  }

  private FreshetStreams start(Path stateDir) {
    return Cluster.start(cluster.settings(PREFIX, stateDir), LearningListener.NONE);
  }

  /** Movies that the changelog has any record of, for her. */
  private Set<String> moviesOfEve() {
    Set<String> movies = new HashSet<>();
    new TopicScan(Map.of("bootstrap.servers", cluster.servers()))
        .read(
            Topic.USER_RATINGS_CHANGELOG.name(PREFIX),
            record -> {
              if (RatingKey.userId(record.key()).equals("eve")) {
                movies.add(RatingKey.movieId(record.key()));
              }
            });
    return movies;
  }

  private void rate(String user, String movie) {
    send(
        Topic.RATINGS,
        user,
        "{\"userId\":\"%s\",\"movieId\":\"%s\",\"rating\":4}".formatted(user, movie));
  }

  private void send(Topic topic, String key, String value) {
    var unused = producer.send(new ProducerRecord<>(topic.name(PREFIX), key, value));
    producer.flush();
  }
}
