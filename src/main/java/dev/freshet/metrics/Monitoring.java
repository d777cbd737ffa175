package dev.freshet.metrics;

import dev.freshet.wire.Side;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * What one process can be watched by: its registry, Freshet's meters, and those of JVM and Kafka.
 * Each has the prefix of the topics as a label, so that two installations are told apart. A figure
 * that is not there yet is left out.
 */
public final class Monitoring implements AutoCloseable {

  /** How often the set of Kafka's meters is brought up to date. */
  public static final Duration KAFKA_REFRESH = Duration.ofSeconds(10);

  /** The format of every Prometheus. */
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** The format that Prometheus asks for first. */
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** A sample without a value, as a whole line; lines of explanation begin with {@code #}. */
  private static final Pattern NOT_THERE = Pattern.compile("(?m)^[^#\\n].* NaN\\n");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final JvmHeapPressureMetrics heapPressure = new JvmHeapPressureMetrics();
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(Monitoring::daemon);
  private final Deque<KafkaStreamsMetrics> kafka = new ArrayDeque<>();
  private final FreshetMeters meters;
  private final RetrainMeters retraining;

  /**
   * Registers Freshet's meters and the JVM's.
   *
   * @param topicPrefix what the names of Freshet's topics start with
   * @param rejectionReasons all reason codes, to exist at zero
   * @param rmseWindows sizes of the sliding windows of errors, in ratings, each once
   * @param setAsideFrom topics and stores that may hold what cannot be read, to exist at zero
   */
  public Monitoring(
      String topicPrefix,
      Collection<String> rejectionReasons,
      List<Integer> rmseWindows,
      Collection<String> setAsideFrom) {
    registry
        .config()
        .commonTags("prefix", topicPrefix)
        .meterFilter(new KafkaMeterFilter(topicPrefix));
    meters = new FreshetMeters(registry, rejectionReasons, rmseWindows, setAsideFrom);
    retraining = new RetrainMeters(registry);
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    heapPressure.bindTo(registry);
  }

  /** Freshet's own meters. */
  public FreshetMeters meters() {
    return meters;
  }

  /** The meters of generations. */
  public RetrainMeters retraining() {
    return retraining;
  }

  /**
   * Adds the meters of an application and its clients, tagged with its side, and {@code
   * freshet.running}. Call it before {@link KafkaStreams#start}; they are followed until {@link
   * #close}.
   */
  public synchronized void observe(Side side, KafkaStreams streams) {
    KafkaStreamsMetrics binder =
        new KafkaStreamsMetrics(
            streams, Tags.of("side", side.toString()), refresher, KAFKA_REFRESH);
    binder.bindTo(registry);
    kafka.push(binder);
    meters.running(side, () -> streams.state() == KafkaStreams.State.RUNNING);
  }

  /** Adds how much of the disk is free on which a directory lies; it must exist. */
  public void watchDisk(Path directory) {
    new DiskSpaceMetrics(directory.toFile()).bindTo(registry);
  }

  /**
   * All meters at this moment, but those that are not a number: they are not there yet.
   *
   * @param accept the value of the request's {@code Accept} header, null for Prometheus' text
   *     format
   */
  public Exposition scrape(@Nullable String accept) {
    boolean openMetrics = accept != null && accept.contains("application/openmetrics-text");
    String contentType = openMetrics ? OPEN_METRICS : TEXT;
    return new Exposition(
        contentType, NOT_THERE.matcher(registry.scrape(contentType)).replaceAll(""));
  }

  /** Stops following Kafka's meters; what was counted can still be read. */
  @Override
  public synchronized void close() {
    refresher.shutdownNow();
    kafka.forEach(KafkaStreamsMetrics::close);
    kafka.clear();
    gc.close();
    heapPressure.close();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "freshet-kafka-meters");
    thread.setDaemon(true);
    return thread;
  }
}
