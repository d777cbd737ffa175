package dev.freshet.stream;

import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicSpecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local stores of one application. A store may be so old that its changelog has dropped a
 * tombstone since: what was deleted would stand in it again. Such stores are deleted before the
 * application starts, and restored.
 */
final class LocalState {

  private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);
  private static final int ASK_MILLIS = 10_000;

  private final Path directory;
  private final StateAge age;
  private final String application;
  private final String prefix;
  private final Duration cleanupDelay;

  /**
   * The stores of {@code application}.
   *
   * @param cleanupDelay after which Kafka Streams deletes stores of partitions that moved elsewhere
   */
  LocalState(Path stateDir, String application, String prefix, Duration cleanupDelay) {
    this.directory = stateDir.resolve(application);
    this.age = new StateAge(stateDir, application, Clock.systemUTC(), System::nanoTime);
    this.application = application;
    this.prefix = prefix;
    this.cleanupDelay = cleanupDelay;
  }

  /**
   * Deletes the stores if they are too old, and those that cannot be opened. Before the start.
   *
   * @param adminConfig of a client that asks how long the changelogs keep tombstones
   */
  void prepare(KafkaStreams streams, Map<String, Object> adminConfig) {
    if (!hasStores()) {
      age.begin();
      return;
    }
    Duration retention = retention(adminConfig);
    if (!age.mayStay(retention)) {
      LOG.warn(
          "the local stores of {} are deleted and restored: they may be too old for changelogs that"
              + " keep what was deleted for {} s",
          application,
          retention.toSeconds());
      streams.cleanUp();
      age.begin();
    } else {
      BrokenStores.delete(directory);
    }
  }

  private boolean hasStores() {
    try (Stream<Path> tasks = Files.list(directory)) {
      return tasks.anyMatch(Files::isDirectory);
    } catch (NoSuchFileException none) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory, e);
    }
  }

  /**
   * All stores were closed in good order.
   *
   * @param hasCaughtUp whether all of them were restored to the end
   */
  void closed(boolean hasCaughtUp) {
    try {
      // Looked for at this interval, those that were in use at one look are old enough at the
      // third.
      age.closed(cleanupDelay.multipliedBy(2), hasCaughtUp);
    } catch (UncheckedIOException e) {
      LOG.warn("the local stores of {} will be restored: {}", application, e.getMessage());
    }
  }

  /** The shortest time that a changelog of the application's keeps a tombstone. */
  private Duration retention(Map<String, Object> adminConfig) {
    List<ConfigResource> changelogs =
        changelogs()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name(prefix)))
            .toList();
    try (Admin admin = Admin.create(adminConfig)) {
      Map<ConfigResource, Config> found =
          admin
              .describeConfigs(changelogs, new DescribeConfigsOptions().timeoutMs(ASK_MILLIS))
              .all()
              .get();
      return found.values().stream()
          .map(config -> config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG).value())
          .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
          .min(Duration::compareTo)
          .orElseThrow();
    } catch (ExecutionException e) {
      Duration least = least();
      LOG.warn(
          "cannot ask how long the changelogs of {} keep what was deleted ({}): {} h are assumed",
          application,
          e.getCause() == null ? e.toString() : e.getCause().getMessage(),
          least.toHours());
      return least;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return least();
    }
  }

  private Stream<Topic> changelogs() {
    return Stream.of(Topic.values())
        .filter(topic -> topic.name(prefix).startsWith(application + "-"));
  }

  /** What the contract insists on. */
  private Duration least() {
    TopicSpecs specs = TopicSpecs.load(TopicSpecs.Settings.production());
    long millis =
        changelogs()
            .mapToLong(
                topic ->
                    specs
                        .get(topic)
                        .minimum()
                        .getOrDefault(TopicConfig.DELETE_RETENTION_MS_CONFIG, 0L))
            .min()
            .orElse(0);
    return Duration.ofMillis(millis);
  }
}
