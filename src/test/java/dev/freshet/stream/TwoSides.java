package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Topic;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.Side;
import dev.freshet.wire.StoredMovie;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Both sides in test drivers, with what flows between them carried over after every input. */
final class TwoSides implements AutoCloseable {

  static final String PREFIX = "freshet.";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final long EVENT = START.toEpochMilli() - 86_400_000L;

  final MovieReplica replica;
  final StalenessGate gate = new StalenessGate(StalenessGate.Settings.defaults());
  final SideOutputs out = new SideOutputs();
  final HeardFromSides heard = new HeardFromSides();

  /** Whose ratings are taken. */
  KnownMovies known = KnownMovies.ANY;

  private final SideTopologies topologies;
  private final SideDrivers drivers;

  /** Updates that wait while the movie side {@linkplain #holdUpdates learns nothing}. */
  private @Nullable List<TestRecord<byte[], byte[]>> held;

  private long sent;

  TwoSides() {
    this(new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS), SideTopologies.unhurried());
  }

  TwoSides(ListSettings listSettings) {
    this(new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS), listSettings);
  }

  TwoSides(OnlineSgd sgd, ListSettings lists) {
    this(sgd, lists, ListProbe.NONE);
  }

  TwoSides(OnlineSgd sgd, ListSettings lists, ListProbe probe) {
    replica = new MovieReplica(sgd, 1);
    topologies =
        new SideTopologies(sgd, lists, replica, movieId -> known.has(movieId), gate, heard, probe);
    drivers = new SideDrivers(topologies::users, topologies.movies());
  }

  UsersTopology.Parts parts() {
    return topologies.parts();
  }

  /** Produces a JSON event, unkeyed. */
  void produce(String json) {
    produce(null, json.getBytes(StandardCharsets.UTF_8));
  }

  void produce(byte @Nullable [] key, byte @Nullable [] value) {
    produce(new TestRecord<>(key, value, START));
  }

  void produce(TestRecord<byte[], byte[]> record) {
    drivers.input(Side.USERS, Topic.RATINGS).pipeInput(record);
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
    drivers.input(Side.USERS, Topic.MOVIES).pipeInput(new TestRecord<>(key, value, START));
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
      drivers.input(Side.MOVIES, Topic.MOVIE_UPDATES).pipeInput(update);
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
    all.forEach(drivers.input(Side.MOVIES, Topic.MOVIE_UPDATES)::pipeInput);
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
    List.copyOf(out.written.get(Topic.RATINGS_BY_USER))
        .forEach(record -> drivers.input(Side.USERS, Topic.RATINGS_BY_USER).pipeInput(record));
    carry();
  }

  void movie(String movieId) {
    movie(movieId, "{\"movieId\":\"%s\",\"title\":\"The %s\"}".formatted(movieId, movieId));
  }

  /** An event beyond ratings; the value is a number, or null to take back all of the name. */
  void does(String user, String name, String movie, String value, long time) {
    produce(
        "{\"userId\":\"%s\",\"movieId\":\"%s\",\"event\":\"%s\",\"value\":%s,\"timestamp\":%d}"
            .formatted(user, movie, name, value, time));
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
    put(
        Side.MOVIES,
        Topic.CHECKPOINT_MOVIES,
        factors,
        new CheckpointEnd(generation, 0, rank(factors)));
  }

  void checkpointUsers(int generation, long sequence, Map<String, Factors> factors) {
    put(
        Side.USERS,
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

  private void put(Side side, Topic topic, Map<String, Factors> factors, CheckpointEnd end) {
    factors.forEach(
        (id, f) ->
            drivers
                .input(side, topic)
                .pipeInput(id.getBytes(StandardCharsets.UTF_8), MovieFactors.toBytes(f)));
    drivers.input(side, topic).pipeInput(CheckpointEnd.key(), end.toBytes());
    carry();
  }

  /** Writes into a topic of checkpoints as anybody could. */
  void checkpointRecord(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
    record(topic, key, value);
  }

  /** Writes into any topic that a side reads as anybody could. */
  void record(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
    boolean isOfMovies = topic == Topic.CHECKPOINT_MOVIES || topic == Topic.MOVIE_UPDATES;
    Side side = isOfMovies ? Side.MOVIES : Side.USERS;
    drivers.input(side, topic).pipeInput(new TestRecord<>(key, value, START));
    carry();
  }

  /** Puts bytes into a store as a broken disk, or who wrote into its changelog, could. */
  void store(Side side, String name, byte[] key, byte[] value) {
    drivers.store(side, name).put(Bytes.wrap(key), value);
  }

  /** Whether the movie side has factors of a movie. */
  boolean hasMovie(String movieId) {
    Bytes key = Bytes.wrap(movieId.getBytes(StandardCharsets.UTF_8));
    return drivers.store(Side.MOVIES, Store.MOVIE_FACTORS).get(key) != null;
  }

  /** Factors of a movie as the movie side has them. */
  Factors movieFactors(String movieId) {
    return MovieFactors.fromBytes(
        drivers
            .store(Side.MOVIES, Store.MOVIE_FACTORS)
            .get(Bytes.wrap(movieId.getBytes(StandardCharsets.UTF_8))));
  }

  /** A movie as the movie side has it. */
  StoredMovie movieOf(String movieId) {
    return StoredMovie.finite(
        drivers
            .store(Side.MOVIES, Store.MOVIE_FACTORS)
            .get(Bytes.wrap(movieId.getBytes(StandardCharsets.UTF_8))));
  }

  /** Lets time pass, with all that is due in it. */
  void pass(Duration time) {
    check();
    drivers.advance(time);
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
        drivers
            .store(Side.USERS, Store.USER_FACTORS)
            .get(Bytes.wrap(userId.getBytes(StandardCharsets.UTF_8)));
    return bytes == null ? null : UserState.fromBytes(bytes);
  }

  @Nullable StoredRating rating(String userId, String movieId) {
    byte[] bytes =
        drivers
            .store(Side.USERS, Store.USER_RATINGS)
            .get(RatingKey.of(userId.getBytes(StandardCharsets.UTF_8), movieId));
    return bytes == null ? null : StoredRating.fromBytes(bytes);
  }

  /** Writes into the store of users what no event led to. */
  void putUser(String userId, UserState state) {
    drivers
        .store(Side.USERS, Store.USER_FACTORS)
        .put(Bytes.wrap(userId.getBytes(StandardCharsets.UTF_8)), state.toBytes());
    carry();
  }

  /** Writes into the store of ratings what nobody gave now. */
  void putRating(String userId, String movieId, byte[] bytes) {
    drivers
        .store(Side.USERS, Store.USER_RATINGS)
        .put(RatingKey.of(userId.getBytes(StandardCharsets.UTF_8), movieId), bytes);
    carry();
  }

  LearningProgress usersProgress() {
    pass(Duration.ofSeconds(1));
    LearningProgress report = out.progress.get("users-0");
    if (report == null) {
      throw new AssertionError("the user side has not reported");
    }
    return report;
  }

  LearningProgress moviesProgress() {
    pass(Duration.ofSeconds(1));
    LearningProgress report = out.progress.get("movies-0");
    if (report == null) {
      throw new AssertionError("the movie side has not reported");
    }
    return report;
  }

  /** As {@link #moviesProgress}, zeros where there was nothing to report. */
  LearningProgress moviesProgressOrNothing() {
    pass(Duration.ofSeconds(1));
    return out.progress.getOrDefault("movies-0", new MovieProgress().report(0));
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
    drivers.restartUsers(ahead);
    restore(Store.USER_FACTORS, Topic.USER_FACTORS_CHANGELOG);
    restore(Store.USER_RATINGS, Topic.USER_RATINGS_CHANGELOG);
  }

  private void restore(String name, Topic changelog) {
    for (TestRecord<byte[], byte[]> record : out.written.getOrDefault(changelog, List.of())) {
      drivers.store(Side.USERS, name).put(Bytes.wrap(record.key()), record.value());
    }
  }

  private void carry() {
    drain(Side.USERS, Topic.RATINGS_BY_USER);
    drain(Side.USERS, Topic.USER_FACTORS_CHANGELOG);
    drain(Side.USERS, Topic.USER_RATINGS_CHANGELOG);
    drain(Side.USERS, Topic.USER_PROGRESS_CHANGELOG);
    drain(Side.USERS, Topic.USER_PENDING_CHANGELOG);
    drain(Side.USERS, Topic.CATALOGUE)
        .forEach(drivers.input(Side.USERS, Topic.CATALOGUE)::pipeInput);
    drain(Side.USERS, Topic.MOVIE_UPDATES).forEach(this::deliver);
    drain(Side.MOVIES, Topic.MOVIE_FACTORS)
        .forEach(drivers.input(Side.USERS, Topic.MOVIE_FACTORS)::pipeInput);
    for (Side side : List.of(Side.USERS, Side.MOVIES)) {
      drain(side, Topic.RATINGS_REJECTED);
    }
    drain(Side.USERS, Topic.RECOMMENDATIONS);
    for (Side side : List.of(Side.USERS, Side.MOVIES)) {
      drain(side, Topic.LEARNING_PROGRESS);
    }
  }

  private List<TestRecord<byte[], byte[]>> drain(Side side, Topic topic) {
    List<TestRecord<byte[], byte[]>> records = drivers.output(side, topic);
    if (records == null) {
      return List.of();
    }
    out.take(topic, records);
    return records;
  }

  static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    drivers.close();
  }
}
