package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.RatingParser;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.Side;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Both sides in test drivers, with what flows between them carried over after every input. */
final class TwoSides implements AutoCloseable {

  static final String PREFIX = "freshet.";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final long EVENT = START.toEpochMilli() - 86_400_000L;

  final List<String> rejectedReasons = new ArrayList<>();
  final List<TestRecord<byte[], byte[]>> rejected = new ArrayList<>();
  final Map<String, Recommendations> lists = new TreeMap<>();
  final List<Recommendations> allLists = new ArrayList<>();
  final List<String> tombstones = new ArrayList<>();
  final Map<String, LearningProgress> progress = new HashMap<>();

  /** Everything written to any topic that {@link #carry} looks at, in order. */
  final Map<Topic, List<TestRecord<byte[], byte[]>>> written = new EnumMap<>(Topic.class);

  final MovieReplica replica;

  /** Ratings that were taken because nobody could tell whether their movies are known. */
  int untold;

  /** Whose ratings are taken. */
  KnownMovies known = KnownMovies.ANY;

  final StalenessGate gate = new StalenessGate(StalenessGate.Settings.defaults());

  /** Updates that wait while the movie side {@linkplain #holdUpdates learns nothing}. */
  private @Nullable List<TestRecord<byte[], byte[]>> held;

  private long sent;

  /** Where something could not be read, in order. */
  final List<String> unreadable = new ArrayList<>();

  private final Map<Side, Integer> refused = new EnumMap<>(Side.class);
  private final LearningListener listener =
      new LearningListener() {
        @Override
        public void unknownUntold() {
          untold++;
        }

        @Override
        public void refused(Side side) {
          refused.merge(side, 1, Integer::sum);
        }

        @Override
        public void unreadable(String where) {
          unreadable.add(where);
        }
      };

  private Instant now = START;
  private final OnlineSgd sgd;
  private final Path stateDir;
  private final ListSettings listSettings;
  private final TopologyTestDriver movies;
  private TopologyTestDriver users;

  TwoSides() {
    this(new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS), unhurried());
  }

  TwoSides(ListSettings listSettings) {
    this(new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS), listSettings);
  }

  /** The defaults, with time for all lists that are due, however busy the machine. */
  private static ListSettings unhurried() {
    ListSettings lists = ListSettings.defaults();
    return new ListSettings(
        lists.interval(),
        lists.recommender(),
        lists.tick(),
        new ListSettings.Slice(Duration.ofMinutes(10)));
  }

  TwoSides(OnlineSgd sgd, ListSettings listSettings) {
    this.sgd = sgd;
    this.listSettings = listSettings;
    this.replica = new MovieReplica(sgd, 1);
    try {
      stateDir = Files.createTempDirectory("freshet-test");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    movies =
        new TopologyTestDriver(
            MoviesTopology.build(
                PREFIX,
                sgd,
                Duration.ofSeconds(1),
                new MovieCommits(Duration.ofMillis(40), 1, 1_500),
                SourceLogs.withoutIds(),
                gate,
                listener),
            properties("movies"),
            START);
    users = new TopologyTestDriver(UsersTopology.build(parts()), properties("users"), START);
  }

  UsersTopology.Parts parts() {
    Clock clock = Clock.fixed(START, ZoneOffset.UTC);
    return new UsersTopology.Parts(
        settings(),
        sgd,
        replica,
        new RatingParser(sgd.scale(), clock),
        movieId -> known.has(movieId),
        new MovieParser(),
        SourceLogs.withoutIds(),
        gate,
        listener);
  }

  private StreamSettings settings() {
    return new StreamSettings(
        new Deployment(KafkaSettings.NONE, PREFIX, 1),
        stateDir,
        new StreamSettings.Processing(
            StreamSettings.Guarantee.EXACTLY_ONCE_V2, Duration.ofMillis(40), 8 << 20, 0, 16 << 20),
        sgd.settings(),
        sgd.scale(),
        new StreamSettings.UserSide(
            1, listSettings, Duration.ofDays(30), StreamSettings.UnknownMovies.ACCEPT),
        new StreamSettings.MovieSide(1),
        StalenessGate.Settings.defaults(),
        Duration.ofSeconds(1));
  }

  private Properties properties(String side) {
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, PREFIX + side);
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    p.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    p.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTimeOrZero.class);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    p.put(BoundedRocksDb.MEMORY_CONFIG, Long.toString(16 << 20));
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return p;
  }

  /** Produces a JSON event, unkeyed. */
  void produce(String json) {
    produce(null, json.getBytes(StandardCharsets.UTF_8));
  }

  void produce(byte @Nullable [] key, byte @Nullable [] value) {
    produce(new TestRecord<>(key, value, START));
  }

  void produce(TestRecord<byte[], byte[]> record) {
    input(users, Topic.RATINGS).pipeInput(record);
    carry();
  }

  void rate(String user, String movie, double rating, long eventTime) {
    produce(
        "{\"userId\":\"%s\",\"movieId\":\"%s\",\"rating\":%s,\"timestamp\":%d}"
            .formatted(user, movie, rating, eventTime));
  }

  void retract(String user, String movie, long eventTime) {
    produce(
        "{\"userId\":\"%s\",\"movieId\":\"%s\",\"rating\":null,\"timestamp\":%d}"
            .formatted(user, movie, eventTime));
  }

  void forget(String user, long eventTime) {
    produce("{\"userId\":\"%s\",\"forget\":true,\"timestamp\":%d}".formatted(user, eventTime));
  }

  /** Produces a catalogue record; null takes the movie out. */
  void movie(String movieId, @Nullable String json) {
    produceMovie(
        movieId.getBytes(StandardCharsets.UTF_8),
        json == null ? null : json.getBytes(StandardCharsets.UTF_8));
  }

  void produceMovie(byte @Nullable [] key, byte @Nullable [] value) {
    input(users, Topic.MOVIES).pipeInput(new TestRecord<>(key, value, START));
    carry();
  }

  /** Hands an update to the movie side as if the user side had sent it. */
  void update(String movieId, MovieUpdate update) {
    deliver(new TestRecord<>(movieId.getBytes(StandardCharsets.UTF_8), update.toBytes(), START));
    carry();
  }

  private void deliver(TestRecord<byte[], byte[]> update) {
    sent++;
    if (held == null) {
      input(movies, Topic.MOVIE_UPDATES).pipeInput(update);
    } else {
      held.add(update);
    }
  }

  /** From now on the movie side learns nothing. */
  void holdUpdates() {
    held = new ArrayList<>();
  }

  /** The movie side learns what it did not meanwhile. */
  void releaseUpdates() {
    List<TestRecord<byte[], byte[]>> all = held == null ? List.of() : held;
    held = null;
    all.forEach(input(movies, Topic.MOVIE_UPDATES)::pipeInput);
    carry();
  }

  /** As a look at the broker would find it. */
  private void check() {
    try {
      gate.check(() -> Map.of(0, new StalenessGate.PartitionUpdates(sent, 0)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e); // nothing waits there
    }
  }

  /** Routes all events again, as ingest does when its group has lost its offsets. */
  void routeAllAgain() {
    List.copyOf(written.get(Topic.RATINGS_BY_USER))
        .forEach(record -> input(users, Topic.RATINGS_BY_USER).pipeInput(record));
    carry();
  }

  void movie(String movieId) {
    movie(movieId, "{\"movieId\":\"%s\",\"title\":\"The %s\"}".formatted(movieId, movieId));
  }

  /** Publishes a generation whose snapshot contained events up to {@code sequence}. */
  void checkpoint(
      int generation,
      long sequence,
      Map<String, Factors> userFactors,
      Map<String, Factors> movies) {
    checkpointMovies(generation, movies);
    checkpointUsers(generation, sequence, userFactors);
  }

  void checkpointMovies(int generation, Map<String, Factors> factors) {
    put(movies, Topic.CHECKPOINT_MOVIES, factors, new CheckpointEnd(generation, 0, rank(factors)));
  }

  void checkpointUsers(int generation, long sequence, Map<String, Factors> factors) {
    put(
        users,
        Topic.CHECKPOINT_USERS,
        factors,
        new CheckpointEnd(generation, sequence, rank(factors)));
  }

  /** The length that most vectors have; 0, unknown, where there are none. */
  private static int rank(Map<String, Factors> factors) {
    return factors.values().stream()
        .map(f -> f.vector().length)
        .collect(Collectors.groupingBy(k -> k, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  private void put(
      TopologyTestDriver side, Topic topic, Map<String, Factors> factors, CheckpointEnd end) {
    factors.forEach(
        (id, f) ->
            input(side, topic)
                .pipeInput(id.getBytes(StandardCharsets.UTF_8), MovieFactors.toBytes(f)));
    input(side, topic).pipeInput(CheckpointEnd.key(), end.toBytes());
    carry();
  }

  /** Writes into a topic of checkpoints as anybody could. */
  void checkpointRecord(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
    record(topic, key, value);
  }

  /** Writes into any topic that a side reads as anybody could. */
  void record(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
    boolean isOfMovies = topic == Topic.CHECKPOINT_MOVIES || topic == Topic.MOVIE_UPDATES;
    TopologyTestDriver side = isOfMovies ? movies : users;
    input(side, topic).pipeInput(new TestRecord<>(key, value, START));
    carry();
  }

  /** Puts bytes into a store as a broken disk, or who wrote into its changelog, could. */
  void store(Side side, String name, byte[] key, byte[] value) {
    TopologyTestDriver driver = side == Side.USERS ? users : movies;
    store(driver, name).put(Bytes.wrap(key), value);
  }

  /** How often a side has said that it refused something. */
  int refused(Side side) {
    return refused.getOrDefault(side, 0);
  }

  /** Whether the movie side has factors of a movie. */
  boolean hasMovie(String movieId) {
    Bytes key = Bytes.wrap(movieId.getBytes(StandardCharsets.UTF_8));
    return store(movies, Store.MOVIE_FACTORS).get(key) != null;
  }

  /** Factors of a movie as the movie side has them. */
  Factors movieFactors(String movieId) {
    return MovieFactors.fromBytes(
        store(movies, Store.MOVIE_FACTORS)
            .get(Bytes.wrap(movieId.getBytes(StandardCharsets.UTF_8))));
  }

  /** Lets time pass, with all that is due in it. */
  void pass(Duration time) {
    now = now.plus(time);
    check();
    users.advanceWallClockTime(time);
    movies.advanceWallClockTime(time);
    carry();
  }

  /** Lets a new generation be found, some users be allowed to move, and these move. */
  void moveEverybody() {
    for (int tick = 0; tick < 3; tick++) {
      pass(Duration.ofSeconds(1));
    }
  }

  @Nullable UserState user(String userId) {
    byte[] bytes =
        store(users, Store.USER_FACTORS).get(Bytes.wrap(userId.getBytes(StandardCharsets.UTF_8)));
    return bytes == null ? null : UserState.fromBytes(bytes);
  }

  @Nullable StoredRating rating(String userId, String movieId) {
    byte[] bytes =
        store(users, Store.USER_RATINGS)
            .get(RatingKey.of(userId.getBytes(StandardCharsets.UTF_8), movieId));
    return bytes == null ? null : StoredRating.fromBytes(bytes);
  }

  /** Writes into the store of users what no event led to. */
  void putUser(String userId, UserState state) {
    store(users, Store.USER_FACTORS)
        .put(Bytes.wrap(userId.getBytes(StandardCharsets.UTF_8)), state.toBytes());
    carry();
  }

  /** Writes into the store of ratings what nobody gave now. */
  void putRating(String userId, String movieId, byte[] bytes) {
    store(users, Store.USER_RATINGS)
        .put(RatingKey.of(userId.getBytes(StandardCharsets.UTF_8), movieId), bytes);
    carry();
  }

  LearningProgress usersProgress() {
    pass(Duration.ofSeconds(1));
    LearningProgress report = progress.get("users-0");
    if (report == null) {
      throw new AssertionError("the user side has not reported");
    }
    return report;
  }

  LearningProgress moviesProgress() {
    pass(Duration.ofSeconds(1));
    LearningProgress report = progress.get("movies-0");
    if (report == null) {
      throw new AssertionError("the movie side has not reported");
    }
    return report;
  }

  /** As {@link #moviesProgress}, zeros where there was nothing to report. */
  LearningProgress moviesProgressOrNothing() {
    pass(Duration.ofSeconds(1));
    return progress.getOrDefault("movies-0", new MovieProgress().report(0));
  }

  /**
   * The user side dies and comes back with users and ratings as their changelogs hold them. What
   * was in memory is gone, but for the replica, whose topics are read anew at every start. The
   * driver cannot restore counters before a processor reads them: they start at 0.
   */
  void restartUsers() {
    restartUsers(Duration.ZERO);
  }

  /**
   * They come back on another machine.
   *
   * @param ahead by how much its clock is ahead of that of the one before
   */
  void restartUsers(Duration ahead) {
    users.close();
    now = now.plus(ahead);
    users = new TopologyTestDriver(UsersTopology.build(parts()), properties("users"), now);
    restore(Store.USER_FACTORS, Topic.USER_FACTORS_CHANGELOG);
    restore(Store.USER_RATINGS, Topic.USER_RATINGS_CHANGELOG);
  }

  private void restore(String name, Topic changelog) {
    for (TestRecord<byte[], byte[]> record : written.getOrDefault(changelog, List.of())) {
      store(users, name).put(Bytes.wrap(record.key()), record.value());
    }
  }

  private void carry() {
    drain(users, Topic.RATINGS_BY_USER);
    drain(users, Topic.USER_FACTORS_CHANGELOG);
    drain(users, Topic.USER_RATINGS_CHANGELOG);
    drain(users, Topic.USER_PROGRESS_CHANGELOG);
    drain(users, Topic.USER_PENDING_CHANGELOG);
    drain(users, Topic.CATALOGUE).forEach(r -> input(users, Topic.CATALOGUE).pipeInput(r));
    drain(users, Topic.MOVIE_UPDATES).forEach(this::deliver);
    drain(movies, Topic.MOVIE_FACTORS).forEach(r -> input(users, Topic.MOVIE_FACTORS).pipeInput(r));
    for (TopologyTestDriver driver : List.of(users, movies)) {
      for (TestRecord<byte[], byte[]> record : drain(driver, Topic.RATINGS_REJECTED)) {
        rejected.add(record);
        rejectedReasons.add(header(record, Rejected.REASON));
      }
    }
    for (TestRecord<byte[], byte[]> record : drain(users, Topic.RECOMMENDATIONS)) {
      String user = new String(record.key(), StandardCharsets.UTF_8);
      if (record.value() == null) {
        tombstones.add(user);
        lists.remove(user);
      } else {
        lists.put(user, Recommendations.fromJson(record.value()));
        allLists.add(Recommendations.fromJson(record.value()));
      }
    }
    for (TopologyTestDriver driver : List.of(users, movies)) {
      for (TestRecord<byte[], byte[]> record : drain(driver, Topic.LEARNING_PROGRESS)) {
        LearningProgress report = LearningProgress.fromJson(record.value());
        progress.put(new String(report.key(), StandardCharsets.UTF_8), report);
      }
    }
  }

  static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static KeyValueStore<Bytes, byte[]> store(TopologyTestDriver driver, String name) {
    return driver.getKeyValueStore(name);
  }

  private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, Topic topic) {
    return driver.createInputTopic(
        topic.name(PREFIX), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private List<TestRecord<byte[], byte[]>> drain(TopologyTestDriver driver, Topic topic) {
    if (!driver.producedTopicNames().contains(topic.name(PREFIX))) {
      return List.of();
    }
    List<TestRecord<byte[], byte[]>> records =
        driver
            .createOutputTopic(
                topic.name(PREFIX), new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList();
    written.computeIfAbsent(topic, t -> new ArrayList<>()).addAll(records);
    return records;
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
