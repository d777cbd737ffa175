package dev.freshet.stream;

import dev.freshet.topics.Topic;
import dev.freshet.wire.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Both sides in test drivers, with the clock and the directory that they share. */
final class SideDrivers implements AutoCloseable {

  private final Path stateDir = temporary();
  private final Supplier<Topology> usersTopology;
  private final TopologyTestDriver movies;
  private TopologyTestDriver users;
  private Instant now = TwoSides.START;

  /**
   * Both sides, started.
   *
   * @param usersTopology is asked again at every restart of the user side
   */
  SideDrivers(Supplier<Topology> usersTopology, Topology moviesTopology) {
    this.usersTopology = usersTopology;
    movies = new TopologyTestDriver(moviesTopology, properties("movies"), now);
    users = new TopologyTestDriver(usersTopology.get(), properties("users"), now);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("freshet-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Properties properties(String side) {
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, TwoSides.PREFIX + side);
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    p.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    p.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTimeOrZero.class);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    p.put(BoundedRocksDb.MEMORY_CONFIG, Long.toString(16 << 20));
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return p;
  }

  /**
   * The user side dies and comes back without anything in its stores.
   *
   * @param ahead by how much the new machine's clock is ahead of that of the one before
   */
  void restartUsers(Duration ahead) {
    users.close();
    now = now.plus(ahead);
    users = new TopologyTestDriver(usersTopology.get(), properties("users"), now);
  }

  /** Lets time pass on both sides. */
  void advance(Duration time) {
    now = now.plus(time);
    users.advanceWallClockTime(time);
    movies.advanceWallClockTime(time);
  }

  KeyValueStore<Bytes, byte[]> store(Side side, String name) {
    return driver(side).getKeyValueStore(name);
  }

  TestInputTopic<byte[], byte[]> input(Side side, Topic topic) {
    return driver(side)
        .createInputTopic(name(topic), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * What a side has written to a topic since it was asked last; null where it never wrote to it.
   */
  @Nullable List<TestRecord<byte[], byte[]>> output(Side side, Topic topic) {
    if (!driver(side).producedTopicNames().contains(name(topic))) {
      return null;
    }
    return driver(side)
        .createOutputTopic(name(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private TopologyTestDriver driver(Side side) {
    return side == Side.USERS ? users : movies;
  }

  private static String name(Topic topic) {
    return topic.name(TwoSides.PREFIX);
  }

  @Override
  public void close() {
    users.close();
    movies.close();
    try (Stream<Path> files = Files.walk(stateDir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
