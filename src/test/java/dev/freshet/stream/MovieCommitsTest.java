package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.wire.MovieUpdate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieCommitsTest {

  private static final Duration LEAST = Duration.ofMillis(40);
  private static final MovieCommits COMMITS = new MovieCommits(LEAST, 2, 1_500);
  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
  private static final long NOW = 1_000_000;

  @TempDir private Path stateDir;
  private MockProcessorContext<byte[], byte[]> context;
  private LearnMovie movies;
  private Punctuator tick;
  private long offset;

  @BeforeEach
  void start() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "movies");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    context = new MockProcessorContext<>(properties, new TaskId(0, 0), stateDir.toFile());
    addStore(Store.MOVIE_FACTORS);
    addStore(Store.MOVIE_PROGRESS);
    movies =
        new LearnMovie(
            "checkpoints",
            SGD,
            Duration.ofSeconds(1),
            COMMITS,
            SourceLogs.withoutIds(),
            new StalenessGate(StalenessGate.Settings.defaults()),
            LearningListener.NONE);
    movies.init(context);
    tick =
        context.scheduledPunctuators().stream()
            .filter(p -> p.getInterval().equals(LEAST))
            .findFirst()
            .orElseThrow()
            .getPunctuator();
    tick.punctuate(NOW);
  }

  private void addStore(String name) {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  private void learn(int updates) {
    for (int i = 0; i < updates; i++) {
      context.setRecordMetadata("movie-updates", 0, offset++);
      byte[] update = new MovieUpdate(4, SGD.starts().newUser("ada", 0, 0)).toBytes();
      movies.process(new Record<>("alien".getBytes(StandardCharsets.UTF_8), update, NOW));
    }
  }

  @Test
  void oneIsAskedForAfterSoManyUpdatesOfThePartition() {
    assertEquals(250, COMMITS.most());
    learn(249);
    tick.punctuate(NOW + 40);
    assertFalse(context.committed());

    learn(1);
    tick.punctuate(NOW + 80);
    assertTrue(context.committed());

    context.resetCommit();
    learn(249);
    tick.punctuate(NOW + 120);
    assertFalse(context.committed(), "only what came since counts");
  }

  @Test
  void fewUpdatesWaitForTheUsualTime() {
    assertEquals(Duration.ofMillis(200), COMMITS.usual());
    for (int i = 1; i < 20; i++) {
      learn(49);
      tick.punctuate(NOW + 40L * i);
      assertFalse(context.committed());
    }
  }

  @Test
  void aLongerIntervalIsKept() {
    assertEquals(Duration.ofSeconds(1), new MovieCommits(Duration.ofSeconds(1), 2, 1_500).usual());
  }

  @Test
  void aLowBoundIsNotWaitedFor() {
    assertEquals(50, new MovieCommits(LEAST, 2, 300).most());
    assertEquals(1, new MovieCommits(LEAST, 1_000, 300).most());
  }
}
