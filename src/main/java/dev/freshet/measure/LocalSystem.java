package dev.freshet.measure;

import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.TopicAdmin;
import dev.freshet.topics.TopicSpecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A broker of its own in this process, with Freshet's topics, in a temporary directory that goes
 * with it.
 */
public final class LocalSystem implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final Path stateDir;
  private final int partitions;

  private LocalSystem(EmbeddedBroker broker, Path stateDir, int partitions) {
    this.broker = broker;
    this.stateDir = stateDir;
    this.partitions = partitions;
  }

  /**
   * Starts the broker.
   *
   * @param broker where it keeps its data and listens
   * @param partitions of all topics that are created here
   */
  public static LocalSystem start(EmbeddedBroker.Settings broker, int partitions) {
    EmbeddedBroker started = EmbeddedBroker.start(broker);
    try {
      return new LocalSystem(started, Files.createTempDirectory("freshet-state"), partitions);
    } catch (IOException e) {
      started.close();
      throw new UncheckedIOException("no temporary directory for the stores", e);
    }
  }

  /** Creates all topics with this prefix. */
  public void createTopics(String prefix) {
    var specs =
        TopicSpecs.load(TopicSpecs.Settings.demo().withPrefix(prefix).withPartitions(partitions));
    try (Admin admin = admin()) {
      new TopicAdmin(admin, specs).createMissing();
    }
  }

  /** An admin client, the caller's to close. */
  public Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }

  /** {@code template} on this broker, with its stores in this directory. */
  public StreamSettings on(StreamSettings template, String prefix) {
    KafkaSettings kafka =
        template.deployment().kafka().withBootstrapServers(broker.bootstrapServers());
    return template.at(new Deployment(kafka, prefix, partitions), stateDir);
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Partitions of all topics. */
  public int partitions() {
    return partitions;
  }

  @Override
  public void close() {
    broker.close();
    try (Stream<Path> files = Files.walk(stateDir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + stateDir, e);
    }
  }
}
