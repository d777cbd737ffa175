package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.sources.PartitionLog;
import dev.freshet.stream.sources.PartitionLogTest;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.MovieUpdate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant I1 where a consumer group has lost its offsets: what is read again changes nothing. */
class LearnedOnceTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);

  @Test
  void eventsThatAreRoutedAgainAreLearnedOnce() {
    try (TwoSides sides = new TwoSides()) {
      sides.movie("heat");
      sides.rate("ada", "heat", 4, TwoSides.EVENT);
      sides.rate("ada", "heat", 5, TwoSides.EVENT + 1);
      sides.retract("ada", "heat", TwoSides.EVENT + 2);
      sides.rate("ben", "heat", 3, TwoSides.EVENT);
      sides.forget("cleo", TwoSides.EVENT);
      LearningProgress users = sides.usersProgress();
      LearningProgress movies = sides.moviesProgress();
      Factors heat = sides.movieFactors("heat");
      var ada = sides.user("ada");

      sides.routeAllAgain();

      LearningProgress after = sides.usersProgress();
      assertEquals(5, after.repeated());
      assertEquals(users.sequence(), after.sequence());
      assertEquals(users.learned(), after.learned());
      assertEquals(users.squaredError(), after.squaredError());
      assertEquals(movies, sides.moviesProgress(), "nothing was sent to the movie side");
      assertEquals(heat.steps(), sides.movieFactors("heat").steps());
      assertArrayEquals(heat.vector(), sides.movieFactors("heat").vector());
      assertEquals(ada.source(), sides.user("ada").source());

      sides.rate("ada", "heat", 2, TwoSides.EVENT + 3);
      assertEquals(users.learned() + 1, sides.usersProgress().learned(), "what is new is learned");
    }
  }

  @Test
  void updatesThatAreReadAgainAreLearnedOnceAndCountAsLearnedForTheGate(@TempDir Path stateDir) {
    MovieSide side = new MovieSide(stateDir, SourceLogs.withoutIds());
    side.learn(0, 10);

    side.start();
    side.learn(0, 7);
    assertEquals(10, side.steps());
    assertEquals(3, side.lag(10), "all of it will be read again");

    side.learn(7, 15);
    assertEquals(15, side.steps());
    LearningProgress report = side.report();
    assertEquals(15, report.learned());
    assertEquals(10, report.repeated());
    assertEquals(0, report.truncated());
    assertEquals(0, side.lag(15));
  }

  @Test
  void updatesOfALogThatWasCutOffAreLearnedFromThereOn(@TempDir Path stateDir) {
    SourceLogs logs = SourceLogs.withoutIds();
    MovieSide side = new MovieSide(stateDir, logs);
    PartitionLog log = logs.of(new TopicPartition(MovieSide.UPDATES, 0));
    log.note(PartitionLogTest.batch(0, 9, 1));
    side.learn(0, 10);

    log.note(PartitionLogTest.batch(0, 5, 1));
    log.note(PartitionLogTest.batch(6, 11, 2));
    side.start();
    side.learn(0, 12);

    assertEquals(10 + 6, side.steps());
    LearningProgress report = side.report();
    assertEquals(6, report.repeated());
    assertEquals(1, report.truncated());
  }

  /** The processor of the movie side with stores in memory, at whatever offsets. */
  private static final class MovieSide {

    static final String UPDATES = "movie-updates";
    private static final Bytes MOVIE = Bytes.wrap("alien".getBytes(StandardCharsets.UTF_8));

    private final MockProcessorContext<byte[], byte[]> context;
    private final SourceLogs logs;
    private final KeyValueStore<Bytes, byte[]> movies;
    private final KeyValueStore<Bytes, byte[]> progress;
    private StalenessGate gate;
    private LearnMovie processor;

    MovieSide(Path stateDir, SourceLogs logs) {
      Properties properties = new Properties();
      properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "movies");
      properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
      context = new MockProcessorContext<>(properties, new TaskId(0, 0), stateDir.toFile());
      this.logs = logs;
      movies = store(Store.MOVIE_FACTORS);
      progress = store(Store.MOVIE_PROGRESS);
      start();
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
      KeyValueStore<Bytes, byte[]> store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
      return store;
    }

    /** A new process, with the stores as they were. */
    void start() {
      gate = new StalenessGate(StalenessGate.Settings.defaults());
      processor =
          new LearnMovie(
              "checkpoints",
              SGD,
              Duration.ofSeconds(1),
              new MovieCommits(Duration.ofMillis(40), 1, 1_500),
              logs,
              gate,
              LearningListener.NONE);
      processor.init(context);
    }

    void learn(long from, long to) {
      byte[] update = new MovieUpdate(4, SGD.starts().newUser("ada", 0, 0)).toBytes();
      for (long offset = from; offset < to; offset++) {
        context.setRecordMetadata(UPDATES, 0, offset);
        processor.process(new Record<>(MOVIE.get(), update, 0));
      }
    }

    int steps() {
      return dev.freshet.wire.MovieFactors.fromBytes(movies.get(MOVIE)).steps();
    }

    LearningProgress report() {
      return MovieProgress.fromBytes(progress.get(Progress.KEY)).report(0);
    }

    long lag(long end) throws AssertionError {
      try {
        gate.check(() -> Map.of(0, new StalenessGate.PartitionUpdates(end, 0)));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return gate.lag();
    }
  }
}
