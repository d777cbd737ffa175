package dev.freshet.endtoend;

import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.ListSettings;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.KafkaSettings.Group;
import dev.freshet.topics.TopicAdmin;
import dev.freshet.topics.TopicSpecs;
import dev.freshet.wire.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;

/** A broker of one's own, and instances of Freshet on it that notice within seconds who is gone. */
final class Cluster implements AutoCloseable {

  static final int PARTITIONS = 4;

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final EmbeddedBroker broker;

  Cluster() {
    this("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
  }

  /** One whose broker has a property replaced. */
  Cluster(String property, String value) {
    broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary().with(property, value));
  }

  String servers() {
    return broker.bootstrapServers();
  }

  EmbeddedBroker broker() {
    return broker;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", servers()));
  }

  /** Creates those topics of the contract that are missing. */
  void createTopics(String prefix) {
    TopicSpecs specs =
        TopicSpecs.load(TopicSpecs.Settings.demo().withPrefix(prefix).withPartitions(PARTITIONS));
    try (Admin admin = admin()) {
      new TopicAdmin(admin, specs).createMissing();
    }
  }

  /** Settings of an instance whose stores lie in {@code stateDir}. */
  static StreamSettings settings(String servers, String prefix, Path stateDir) {
    return settings(servers, prefix, stateDir, StalenessGate.Settings.defaults());
  }

  private static StreamSettings settings(
      String servers, String prefix, Path stateDir, StalenessGate.Settings staleness) {
    KafkaSettings kafka =
        new KafkaSettings(
            servers,
            Map.of(
                Group.CONSUMER,
                Map.of("session.timeout.ms", "3000", "heartbeat.interval.ms", "500"),
                Group.PRODUCER,
                Map.of("transaction.timeout.ms", "5000"),
                Group.COMMON,
                Map.of("metadata.max.age.ms", "1000")));
    return new StreamSettings(
        new Deployment(kafka, prefix, PARTITIONS),
        stateDir,
        new StreamSettings.Processing(
            StreamSettings.Guarantee.EXACTLY_ONCE_V2, Duration.ofMillis(100), 8 << 20, 0, 32 << 20),
        OnlineSgd.Settings.defaults(),
        Scale.MOVIELENS,
        new StreamSettings.UserSide(
            1, ListSettings.defaults(), Duration.ofDays(30), StreamSettings.UnknownMovies.ACCEPT),
        new StreamSettings.MovieSide(1),
        staleness,
        Duration.ofMillis(500));
  }

  /** The settings, with vectors of another length. */
  static StreamSettings withRank(StreamSettings settings, int rank) {
    return with(settings, settings.sgd().withRank(rank), settings.users());
  }

  /** The settings, with ratings of movies rejected that are not in the catalogue. */
  static StreamSettings rejectingUnknown(StreamSettings settings) {
    StreamSettings.UserSide users = settings.users();
    return with(
        settings,
        settings.sgd(),
        new StreamSettings.UserSide(
            users.threads(),
            users.lists(),
            users.forgetRetention(),
            StreamSettings.UnknownMovies.REJECT));
  }

  private static StreamSettings with(
      StreamSettings settings, OnlineSgd.Settings sgd, StreamSettings.UserSide users) {
    return new StreamSettings(
        settings.deployment(),
        settings.stateDir(),
        settings.processing(),
        sgd,
        settings.scale(),
        users,
        settings.movies(),
        settings.staleness(),
        settings.progressInterval());
  }

  StreamSettings settings(String prefix, Path stateDir) {
    return settings(servers(), prefix, stateDir);
  }

  StreamSettings settings(String prefix, Path stateDir, StalenessGate.Settings staleness) {
    return settings(servers(), prefix, stateDir, staleness);
  }

  /** Both sides, started. */
  static FreshetStreams start(StreamSettings settings, LearningListener listener) {
    return start(settings, EnumSet.allOf(Side.class), listener);
  }

  /** An instance, started. A failure of it shows in its state, and then in what is not learned. */
  static FreshetStreams start(StreamSettings settings, Set<Side> sides, LearningListener listener) {
    FreshetStreams streams =
        new FreshetStreams(settings, sides, listener, failure -> failure.printStackTrace());
    streams.start();
    return streams;
  }

  /** Waits until {@code condition} holds; fails with what was awaited after {@code within}. */
  static void await(String what, Duration within, BooleanSupplier condition) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + within.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
