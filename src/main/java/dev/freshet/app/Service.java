package dev.freshet.app;

import dev.freshet.config.FreshetConfig;
import dev.freshet.metrics.FreshetMeters;
import dev.freshet.metrics.Monitoring;
import dev.freshet.retrain.Retrainer;
import dev.freshet.serve.HealthCheck;
import dev.freshet.serve.HttpEndpoint;
import dev.freshet.stream.BoundedRocksDb;
import dev.freshet.stream.BrokerWatch;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.Listeners;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RejectReason;
import dev.freshet.wire.Side;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** A running Freshet: its applications, meters and web server. Topics must exist. */
public final class Service implements AutoCloseable {

  private final Monitoring monitoring;
  private final FreshetStreams streams;
  private final BrokerWatch broker;
  private final HttpEndpoint http;
  private final @Nullable Retrainer retrainer;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * Starts everything.
   *
   * @param config settings
   * @param listener is told what happens, beside the meters
   * @param candidates is told what becomes of candidates that are trained here
   * @param onFailure is called when an application died
   * @throws IOException if the port cannot be bound
   */
  public Service(
      FreshetConfig config,
      LearningListener listener,
      Consumer<Checkpoint> candidates,
      Runnable onFailure)
      throws IOException {
    monitoring = monitoring(config);
    FreshetMeters meters = monitoring.meters();
    MeterListener meterListener = new MeterListener(meters);
    streams =
        new FreshetStreams(
            config.streams(),
            sides(config.side()),
            new Listeners(meterListener, listener),
            why -> {
              if (failure.compareAndSet(null, why)) {
                onFailure.run();
              }
            });
    streams.applications().forEach((side, app) -> observe(side, app, meterListener));
    meters.staleness(() -> streams.gate().lag());
    meters.stalenessBound(() -> streams.gate().bound());
    meters.replicaMovies(() -> streams.replica().size());
    meters.catalogueMovies(() -> streams.replica().catalogueSize());
    meters.blockCache(BoundedRocksDb::cacheUsage);
    monitoring.watchDisk(config.streams().stateDir());
    broker = watchBroker(config, monitoring);
    try {
      http = serve(config, new HttpEndpoint.Answers(monitoring::scrape, live(), ready(config)));
    } catch (IOException | RuntimeException e) {
      broker.close();
      streams.close();
      monitoring.close();
      throw e;
    }
    streams.start();
    retrainer =
        retrains(config)
            ? new Retrainer(
                config.retraining(), new RetrainMeterListener(monitoring.retraining(), candidates))
            : null;
    if (retrainer != null) {
      retrainer.start();
    }
  }

  /** Meters that the settings ask for. */
  public static Monitoring monitoring(FreshetConfig config) {
    return new Monitoring(
        config.prefix(),
        Stream.of(RejectReason.values()).map(RejectReason::code).toList(),
        config.rmseWindows(),
        FreshetStreams.setAsideFrom());
  }

  /** Asks whether the cluster is there, and shows it as a meter; the caller's to close. */
  public static BrokerWatch watchBroker(FreshetConfig config, Monitoring monitoring) {
    BrokerWatch watch = BrokerWatch.start(config.streams());
    monitoring.meters().brokerReachable(watch::isReachable);
    return watch;
  }

  /** A web server where the settings say. */
  public static HttpEndpoint serve(FreshetConfig config, HttpEndpoint.Answers answers)
      throws IOException {
    return HttpEndpoint.start(config.http().host(), config.http().port(), answers);
  }

  /** The movie side has no replica to ask. */
  private void observe(Side side, KafkaStreams app, MeterListener listener) {
    monitoring.observe(side, app);
    monitoring
        .meters()
        .generation(
            side,
            () ->
                switch (side) {
                  case USERS -> streams.replica().generation();
                  case MOVIES -> listener.generationOfMovies();
                });
    StoreSizes.bind(monitoring.meters(), side, app);
  }

  private static Set<Side> sides(FreshetConfig.Sides side) {
    return switch (side) {
      case USERS -> EnumSet.of(Side.USERS);
      case MOVIES -> EnumSet.of(Side.MOVIES);
      case ALL -> EnumSet.allOf(Side.class);
    };
  }

  private Map<String, HealthCheck> live() {
    return Map.of(
        "applications", () -> Optional.ofNullable(failure.get()).map(why -> "died: " + why));
  }

  private static boolean retrains(FreshetConfig config) {
    return config.retrains() && config.side().runsUsers();
  }

  private Map<String, HealthCheck> ready(FreshetConfig config) {
    Map<String, HealthCheck> checks = new LinkedHashMap<>();
    checks.put("broker", broker::problem);
    streams
        .applications()
        .forEach(
            (side, app) ->
                checks.put(
                    side.name().toLowerCase(Locale.ROOT),
                    StreamChecks.side(app::state, () -> hasPartitions(app), System::nanoTime)));
    if (streams.applications().containsKey(Side.USERS)) {
      StalenessGate gate = streams.gate();
      checks.put("gate", StreamChecks.gate(gate::shutFor, gate::lag, gate::bound));
      checks.put("staleness", StreamChecks.staleness(streams::isStalenessWatched));
      checks.put("replica", streams.replica()::lateness);
    }
    if (retrains(config)) {
      checks.put("retraining", HealthCheck.informing(this::problemOfRetraining));
    }
    return checks;
  }

  private static boolean hasPartitions(KafkaStreams app) {
    return app.metadataForLocalThreads().stream()
        .anyMatch(thread -> !thread.activeTasks().isEmpty());
  }

  /** What keeps the trainer from its work; lists are served all the same. */
  private Optional<String> problemOfRetraining() {
    return retrainer == null ? Optional.empty() : retrainer.problem(); // not made yet
  }

  /** Why an application died; null while all live. */
  @Nullable
  public Throwable failure() {
    return failure.get();
  }

  /** The Kafka Streams applications that run here. */
  public FreshetStreams streams() {
    return streams;
  }

  /** Where metrics and health are served. */
  public HttpEndpoint http() {
    return http;
  }

  @Override
  public void close() {
    if (retrainer != null) {
      retrainer.close(broker.isReachable());
    }
    streams.close();
    broker.close();
    http.close();
    monitoring.close();
  }
}
