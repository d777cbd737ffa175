package dev.freshet.grafana;

import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.metrics.FreshetMeters;
import dev.freshet.metrics.Monitoring;
import dev.freshet.metrics.Outcome;
import dev.freshet.metrics.RetrainMeters;
import dev.freshet.serve.HttpEndpoint;
import dev.freshet.wire.Arm;
import dev.freshet.wire.Side;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;

/**
 * Stands in for a healthy Freshet at work: real Kafka meters of two small applications on a real
 * broker, invented values for Freshet's own meters, real HTTP.
 */
final class WatchedApplication implements AutoCloseable {

  static final String PREFIX = "freshet.";

  private final EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary());
  private final Monitoring monitoring =
      new Monitoring(PREFIX, List.of("not-json"), List.of(1_000, 10_000), List.of("user-factors"));
  private final List<KafkaStreams> sides = new ArrayList<>();
  private final KafkaProducer<String, String> producer;
  private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> pulse;
  private final HttpEndpoint endpoint;

  WatchedApplication(Path stateDirectory) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(PREFIX + "ratings", 2, (short) 1),
                  new NewTopic(PREFIX + "movie-updates", 2, (short) 1)))
          .all()
          .get();
    }
    start(Side.USERS, PREFIX + "ratings", stateDirectory);
    start(Side.MOVIES, PREFIX + "movie-updates", stateDirectory);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
    addGauges(monitoring.meters());
    monitoring.watchDisk(stateDirectory);
    pulse = work.scheduleAtFixedRate(this::learnOneRating, 0, 20, TimeUnit.MILLISECONDS);
    endpoint =
        HttpEndpoint.start(
            "127.0.0.1", 0, new HttpEndpoint.Answers(monitoring::scrape, Map.of(), Map.of()));
  }

  URI metrics() {
    return endpoint.uri().resolve("/metrics");
  }

  String scrape() {
    return monitoring.scrape(null).text();
  }

  @Override
  public void close() throws IOException {
    endpoint.close();
    work.shutdownNow();
    monitoring.close();
    producer.close(Duration.ZERO);
    sides.forEach(side -> side.close(Duration.ofSeconds(20)));
    broker.close();
  }

  private void start(Side side, String topic, Path stateDirectory) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.put("application.id", PREFIX + side);
    properties.put("state.dir", stateDirectory.toString());
    properties.put("processing.guarantee", "exactly_once_v2");
    KafkaStreams streams = new KafkaStreams(counting(topic).build(), properties);
    monitoring.observe(side, streams);
    streams.start();
    sides.add(streams);
  }

  private static StreamsBuilder counting(String topic) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()).withName("read"))
        .groupByKey(Grouped.as("by-key"))
        .count(
            Named.as("count"),
            Materialized.<String, Long>as(Stores.persistentKeyValueStore("counts"))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long()))
        .toStream(Named.as("counted"))
        .process(Ticking::new, Named.as("tick"));
    return builder;
  }

  private void learnOneRating() {
    FreshetMeters meters = monitoring.meters();
    meters.learned(3.5f, 3.4f, 3f, 4f);
    meters.movieLearned();
    meters.outcome(Outcome.UNCHANGED);
    meters.listComputed(1_000_000);
    meters.listSent("rating");
    meters.freshness(150_000_000);
    meters.taken(0, Arm.TREATMENT, 2, true, 60_000);
    meters.taken(0, Arm.CONTROL, 3, false, 60_000);
    send("ratings", "user");
    send("movie-updates", "movie");
  }

  private void send(String topic, String key) {
    var unused =
        producer.send(
            new ProducerRecord<>(PREFIX + topic, key, "4"),
            (written, problem) -> {
              if (problem != null) {
                pulse.cancel(false); // then no panel has data, and the test fails
              }
            });
  }

  private void addGauges(FreshetMeters meters) {
    meters.staleness(() -> 12);
    meters.stalenessBound(() -> 2_000);
    meters.listsDue(() -> 3);
    meters.replicaMovies(() -> 400);
    meters.catalogueMovies(() -> 420);
    meters.storeEntries("user-factors", () -> 100);
    meters.blockCache(() -> 1 << 20);
    meters.brokerReachable(() -> true);
    meters.generation(Side.USERS, () -> 0);
    meters.generation(Side.MOVIES, () -> 0);
    monitoring.retraining().onDuty(true);
    monitoring.retraining().decided("refused");
    monitoring
        .retraining()
        .show(
            new RetrainMeters.Figures(
                .87, .86, -.0173, .071, .068, .1, 2, .1, 0, 1, .97, .96, .965));
  }

  /** Gives the application something to punctuate. */
  private static final class Ticking extends ContextualProcessor<String, Long, Void, Void> {
    @Override
    public void init(ProcessorContext<Void, Void> context) {
      super.init(context);
      context.schedule(Duration.ofMillis(100), PunctuationType.WALL_CLOCK_TIME, time -> {});
    }

    @Override
    public void process(Record<String, Long> counted) {}
  }
}
