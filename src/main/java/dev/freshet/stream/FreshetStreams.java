package dev.freshet.stream;

import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.catalogue.CatalogueHistory;
import dev.freshet.stream.catalogue.CatalogueReader;
import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.catalogue.MoviesTopic;
import dev.freshet.stream.replica.HeapCheck;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.sources.NotingClients;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.sources.TopicIds;
import dev.freshet.stream.staleness.MovieSideOffsets;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.stream.staleness.StalenessMonitor;
import dev.freshet.topics.Topic;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RatingParser;
import dev.freshet.wire.Side;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs both sides, or one of them. Each is an application with its own threads: with one shared
 * consumer a backlog would let the user side run far ahead of the movie side. Topics must exist
 * before.
 */
public final class FreshetStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FreshetStreams.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

  /** How often it is looked, while it closes, whether the cluster is away: then nothing commits. */
  private static final Duration CLOSE_LOOK = Duration.ofSeconds(5);

  /** A million movies are read in a few seconds. */
  private static final Duration CATALOGUE_WITHIN = Duration.ofMinutes(1);

  private final Map<Side, KafkaStreams> running = new EnumMap<>(Side.class);
  private final Map<Side, LocalState> states = new EnumMap<>(Side.class);
  private final StalenessGate gate;
  private final MovieReplica replica;
  private final StreamSettings settings;
  private final SourceLogs logs;
  private final List<Runnable> besides = new ArrayList<>();
  private volatile @Nullable StalenessMonitor monitor;
  private @Nullable CatalogueReader catalogue;
  private volatile boolean isClosed;

  /** Names of the stores that a side keeps on disk. */
  public static List<String> stores(Side side) {
    return Store.of(side).stream().map(Store.OnDisk::name).toList();
  }

  /** Topics and stores of which something may be unreadable without stopping the instance. */
  public static List<String> setAsideFrom() {
    Stream<String> topics =
        Stream.of(Topic.RATINGS_BY_USER, Topic.MOVIE_UPDATES, Topic.CATALOGUE, Topic.MOVIE_FACTORS)
            .map(Topic::suffix);
    Stream<String> stores =
        Stream.of(Side.values()).flatMap(side -> stores(side).stream()).filter(Store::isSetAside);
    Stream<String> begunAnew = Stream.of(Store.USER_PROGRESS);
    return Stream.of(topics, stores, begunAnew).flatMap(names -> names).toList();
  }

  /**
   * Builds the applications without starting them.
   *
   * @param settings how they run
   * @param sides which
   * @param listener is told what happens
   * @param onFailure is told, once per dead application, why it died
   */
  public FreshetStreams(
      StreamSettings settings,
      Set<Side> sides,
      LearningListener listener,
      java.util.function.Consumer<Throwable> onFailure) {
    this(settings, sides, listener, ListProbe.NONE, onFailure);
  }

  /**
   * Builds the applications, whose lists are looked at, without starting them.
   *
   * @param settings how they run
   * @param sides which
   * @param listener is told what happens
   * @param probe is told where movies stood in lists
   * @param onFailure is told, once per dead application, why it died
   */
  public FreshetStreams(
      StreamSettings settings,
      Set<Side> sides,
      LearningListener listener,
      ListProbe probe,
      java.util.function.Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.logs =
        new SourceLogs(
            new TopicIds(adminConfig(), sources(sides)), System::nanoTime, settings.exactlyOnce());
    OnlineSgd sgd = new OnlineSgd(settings.sgd(), settings.scale());
    this.gate = new StalenessGate(settings.staleness());
    this.replica =
        new MovieReplica(
            sgd,
            settings.partitions(),
            new HeapCheck(settings.processing().cacheBytes() * sides.size()));
    if (sides.contains(Side.MOVIES)) {
      var topology =
          MoviesTopology.build(
              settings.prefix(),
              sgd,
              settings.progressInterval(),
              settings.movieCommits(),
              logs,
              gate,
              listener);
      var clients = new NotingClients(logs);
      running.put(
          Side.MOVIES, new KafkaStreams(topology, StreamsProperties.movies(settings), clients));
    }
    if (sides.contains(Side.USERS)) {
      KnownMovies known = KnownMovies.ANY;
      if (settings.users().unknownMovies() == StreamSettings.UnknownMovies.REJECT) {
        catalogue = catalogueReader();
        known = catalogue;
      }
      var topology = UsersTopology.build(parts(sgd, known, listener, probe));
      var clients =
          new GatedClients(
              logs,
              gate,
              replica,
              Topic.RATINGS_BY_USER.name(settings.prefix()),
              Topic.MOVIE_UPDATES.name(settings.prefix()),
              known,
              listener);
      running.put(
          Side.USERS, new KafkaStreams(topology, StreamsProperties.users(settings), clients));
    }
    running.keySet().forEach(side -> states.put(side, localState(side)));
    for (KafkaStreams streams : running.values()) {
      streams.setUncaughtExceptionHandler(
          failure -> {
            StreamThreadExceptionResponse answer =
                ThreadFailures.answerTo(failure, BrokerWatch.isAnyAwayOrJustBack());
            if (answer == StreamThreadExceptionResponse.REPLACE_THREAD) {
              if (!BrokerWatch.isAnyAwayOrJustBack()) { // of an outage one line is enough
                LOG.warn(
                    "a thread that lost its transaction or its broker is replaced: {}",
                    failure.toString());
              }
              ThreadFailures.awaitNames(this::isClusterNamed, () -> isClosed);
            } else {
              onFailure.accept(failure);
            }
            return answer;
          });
    }
  }

  /** Whether a name or address of a broker can be resolved. */
  private boolean isClusterNamed() {
    String servers = String.valueOf(settings.deployment().kafka().bootstrapServers());
    return Stream.of(servers.split(",", -1))
        .map(server -> Utils.getHost(server.strip()))
        .anyMatch(host -> host != null && !new InetSocketAddress(host, 0).isUnresolved());
  }

  private CatalogueReader catalogueReader() {
    Map<String, Object> config =
        new StreamsConfig(StreamsProperties.users(settings))
            .getGlobalConsumerConfigs(settings.prefix() + "known-movies");
    return new CatalogueReader(
        MoviesTopic.open(config, Topic.MOVIES.name(settings.prefix())),
        MoviesTopic.reading(new MovieParser()),
        replica::isInCatalogue,
        System::nanoTime);
  }

  private UsersTopology.Parts parts(
      OnlineSgd sgd, KnownMovies movies, LearningListener listener, ListProbe probe) {
    Clock clock = Clock.systemUTC();
    return new UsersTopology.Parts(
        settings,
        sgd,
        replica,
        new RatingParser(settings.scale(), settings.users().interactions(), clock),
        movies,
        new MovieParser(),
        logs,
        gate,
        listener,
        probe,
        TakeLearner.time(System::nanoTime));
  }

  /** Topics whose records these sides take in once. */
  private List<String> sources(Set<Side> sides) {
    return sides.stream()
        .flatMap(
            side ->
                side == Side.USERS
                    ? Stream.of(Topic.RATINGS, Topic.RATINGS_BY_USER)
                    : Stream.of(Topic.MOVIE_UPDATES))
        .map(topic -> topic.name(settings.prefix()))
        .toList();
  }

  /** Starts what was built. */
  public void start() {
    logs.askAgain();
    String ratings = Topic.RATINGS_BY_USER.name(settings.prefix());
    String updates = Topic.MOVIE_UPDATES.name(settings.prefix());
    String movieGroup = settings.movieApplication();
    if (running.containsKey(Side.USERS)) {
      startCatalogue();
      if (CatalogueHistory.isAny(
          adminConfig(), Topic.CATALOGUE.name(settings.prefix()), () -> isClosed)) {
        replica.hadCatalogue();
      }
      monitor =
          new StalenessMonitor(
              gate,
              new MovieSideOffsets(
                  adminConfig(),
                  new StreamsConfig(StreamsProperties.users(settings))
                      .getRestoreConsumerConfigs(settings.prefix() + "beside"),
                  updates,
                  settings.partitions(),
                  movieGroup,
                  gate));
      besides.add(monitor::close);
      besides.add(new ConsumedRecords(adminConfig(), ratings, settings.userApplication())::close);
    }
    if (running.containsKey(Side.MOVIES)) {
      besides.add(new ConsumedRecords(adminConfig(), updates, movieGroup)::close);
    }
    if (settings.exactlyOnce()) {
      running.keySet().stream()
          .map(side -> side == Side.USERS ? settings.userApplication() : movieGroup)
          .forEach(group -> besides.add(AbandonedTransactions.watch(adminConfig(), group)::close));
    }
    states.forEach(
        (side, state) -> state.prepare(Objects.requireNonNull(running.get(side)), adminConfig()));
    running.values().forEach(KafkaStreams::start);
  }

  private LocalState localState(Side side) {
    Properties properties =
        side == Side.USERS ? StreamsProperties.users(settings) : StreamsProperties.movies(settings);
    StreamsConfig config = new StreamsConfig(properties);
    return new LocalState(
        settings.stateDir(),
        config.getString(StreamsConfig.APPLICATION_ID_CONFIG),
        settings.prefix(),
        Duration.ofMillis(config.getLong(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG)));
  }

  /** Where ratings of unknown movies are refused, the catalogue is read before the first. */
  private void startCatalogue() {
    CatalogueReader reader = catalogue;
    if (reader != null) {
      besides.add(reader::close);
      try {
        reader.start(CATALOGUE_WITHIN);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  private Map<String, Object> adminConfig() {
    Map<String, Object> config =
        new HashMap<>(
            new StreamsConfig(StreamsProperties.users(settings))
                .getAdminConfigs(settings.prefix() + "beside"));
    config.keySet().retainAll(AdminClientConfig.configNames());
    return config;
  }

  /** The applications that were built, for meters and health. */
  public Map<Side, KafkaStreams> applications() {
    return Map.copyOf(running);
  }

  /**
   * How the threads of each application spend their time, as Kafka Streams measures it: the newest
   * shares of {@code process}, {@code punctuate} (lists), {@code commit} and {@code poll}, averaged
   * over threads.
   */
  public Map<String, Map<String, Double>> timeShares() {
    Map<String, Map<String, Double>> shares = new TreeMap<>();
    running.forEach(
        (side, app) -> {
          Map<String, Double> own = new TreeMap<>();
          for (String phase : List.of("process", "punctuate", "commit", "poll")) {
            app.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(phase + "-ratio"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .average()
                .ifPresent(share -> own.put(phase, share));
          }
          shares.put(side.name().toLowerCase(Locale.ROOT), own);
        });
    return shares;
  }

  /** All movies as this instance sees them. */
  public MovieReplica replica() {
    return replica;
  }

  /** How far the user side is ahead. */
  public StalenessGate gate() {
    return gate;
  }

  /** Whether somebody still asks how far the movie side is; so too where nobody needs to. */
  public boolean isStalenessWatched() {
    StalenessMonitor started = monitor;
    return started == null || started.isAlive();
  }

  /** Whether no application has failed or stopped. A rebalance is part of running. */
  public boolean isRunning() {
    return running.values().stream().allMatch(s -> s.state().isRunningOrRebalancing());
  }

  /**
   * Stops both sides, leaving their groups so that other instances take over at once. It gives up
   * after 30 seconds, and within a few where a {@link BrokerWatch} says that the cluster is away:
   * what was not committed is done again by whoever goes on.
   */
  @Override
  public void close() {
    isClosed = true;
    List<Thread> closing = new ArrayList<>();
    CloseOptions options =
        CloseOptions.timeout(CLOSE_LOOK)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
    for (Side side : running.keySet()) {
      Thread thread = new Thread(() -> close(side, options), "freshet-close");
      thread.start();
      closing.add(thread);
    }
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    besides.forEach(Runnable::run);
  }

  /** Stores of an application that died, or is not done in time, are as old as they were. */
  private void close(Side side, CloseOptions options) {
    KafkaStreams streams = Objects.requireNonNull(running.get(side));
    KafkaStreams.State state = streams.state();
    long end = System.nanoTime() + CLOSE_WITHIN.toNanos();
    boolean hasClosed = streams.close(options);
    while (!hasClosed && !BrokerWatch.isAnyAway() && System.nanoTime() < end) {
      hasClosed = streams.close(options);
    }
    if (hasClosed && state.isRunningOrRebalancing()) {
      boolean hasCaughtUp = state == KafkaStreams.State.RUNNING;
      Objects.requireNonNull(states.get(side)).closed(hasCaughtUp);
    }
  }
}
