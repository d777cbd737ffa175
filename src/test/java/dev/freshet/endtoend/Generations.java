package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingSet;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.measure.Replay;
import dev.freshet.online.Scale;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Movie;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.Reapplied;
import dev.freshet.wire.RetrainRequest;
import dev.freshet.wire.Side;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Planted ratings on their way into a cluster, and what its topics tell of the generations that
 * come of them: read committed, as any other client would, whatever process does the work.
 */
final class Generations implements AutoCloseable {

  private static final Duration WITHIN = Duration.ofMinutes(3);
  private static final int BURST = 10;
  private static final Duration BETWEEN_BURSTS = Duration.ofMillis(20); // about 500 a second

  private final Cluster cluster;
  private final String prefix;
  private final RatingSet planted;
  private final Replay replay;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TreeMap<Integer, Checkpoint> checkpoints = new TreeMap<>();
  private final Map<String, LearningProgress> progress = new HashMap<>();
  private int produced;

  /** Whether nothing is rated: what would be liked is purchased, the rest viewed. */
  private boolean isRatedNothing;

  /** Creates the topics and publishes the catalogue. */
  Generations(Cluster cluster, String prefix, PlantedShape shape) {
    this.cluster = cluster;
    this.prefix = prefix;
    cluster.createTopics(prefix);
    planted = SyntheticRatings.planted(shape);
    replay = new Replay(Map.of("bootstrap.servers", cluster.servers()), prefix);
    replay.movies(planted.movies());
    consumer = consumer("read_committed", Topic.CHECKPOINTS, Topic.LEARNING_PROGRESS);
  }

  /** Reads all partitions of these topics from their beginning. */
  KafkaConsumer<byte[], byte[]> consumer(String isolation, Topic... topics) {
    var bytes = new ByteArrayDeserializer();
    Map<String, Object> config =
        Map.of("bootstrap.servers", cluster.servers(), "isolation.level", isolation);
    KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(config, bytes, bytes);
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : topics) {
      reader
          .partitionsFor(topic.name(prefix))
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    return reader;
  }

  /** All planted ratings, those that were not produced among them. */
  RatingSet planted() {
    return planted;
  }

  int produced() {
    return produced;
  }

  /** Produces the next ratings as fast as it can. */
  void rate(int ratings) {
    for (int i = 0; i < ratings; i++) {
      next();
    }
    replay.flush();
  }

  /** Produces the next ratings at about 500 a second until {@code enough}. */
  void rateUntil(String what, BooleanSupplier enough) {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!enough.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + WITHIN + ": " + what + "\n" + this);
      }
      for (int i = 0; i < BURST && produced < planted.ratings().size(); i++) {
        next();
      }
      LockSupport.parkNanos(BETWEEN_BURSTS.toNanos());
    }
    replay.flush();
  }

  /** The same of people who turned round: likes and dislikes lie on the mean's other side. */
  void rateMirrored(int ratings) {
    float twice = (float) (2 * PlantedShape.DEFAULT.mean());
    for (int i = 0; i < ratings; i++) {
      RatingEvent event = planted.ratings().event(produced++);
      replay.rating(
          new RatingEvent(
              event.kind(),
              event.userId(),
              event.movieId(),
              Scale.MOVIELENS.clip(twice - event.rating()),
              event.eventTime()));
    }
    replay.flush();
  }

  /** Puts a movie into the catalogue. */
  void catalogue(Movie movie) {
    replay.movies(List.of(movie));
  }

  /** The first {@code users} users rate a movie. */
  void rateOf(String movieId, float rating, int users) {
    for (int u = 0; u < users; u++) {
      String userId = planted.ratings().userIds().get(u);
      replay.rating(
          new RatingEvent(
              RatingEvent.Kind.RATE, userId, movieId, rating, System.currentTimeMillis()));
      produced++;
    }
    replay.flush();
  }

  private void next() {
    RatingEvent event = planted.ratings().event(produced++);
    replay.rating(isRatedNothing ? deed(event) : event);
  }

  private RatingEvent deed(RatingEvent rated) {
    String name = planted.scale().isLiked(rated.rating()) ? "purchase" : "view";
    return RatingEvent.of(
        rated.userId(),
        Objects.requireNonNull(rated.movieId()),
        new Interaction(name, 1),
        rated.eventTime());
  }

  /** From now on what would be liked is purchased, the rest viewed. */
  void rateNothing() {
    isRatedNothing = true;
  }

  void request(RetrainRequest request) {
    replay.retrain(request);
  }

  /** Reads what has come of checkpoints and progress. */
  void read() {
    consumer.poll(Duration.ofMillis(10)).forEach(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topic.CHECKPOINTS.name(prefix))) {
      Checkpoint checkpoint = Checkpoint.fromJson(record.value());
      checkpoints.put(checkpoint.generation(), checkpoint);
    } else {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      progress.put(key, LearningProgress.fromJson(record.value()));
    }
  }

  /** Waits until both sides have learned all that was produced. */
  void awaitLearned() {
    Cluster.await(
        "all is learned and reported",
        WITHIN,
        () ->
            (isRatedNothing || learned(Side.MOVIES) >= produced)
                && learned(Side.USERS) >= produced);
  }

  /** What is learned again for the present generation, by all that was reported until now. */
  Reapplied reapplied() {
    consumer
        .endOffsets(consumer.assignment())
        .forEach(
            (partition, end) -> {
              while (consumer.position(partition) < end) {
                read();
              }
            });
    return Reapplied.of(progress.values());
  }

  private long learned(Side side) {
    read();
    return progress.values().stream()
        .filter(report -> report.side() == side)
        .mapToLong(report -> report.learned() + report.dropped() + report.interactions())
        .sum();
  }

  /** Rates on until a candidate's fate is known. */
  Checkpoint awaitFate(int generation) {
    rateUntil("the fate of generation " + generation, () -> checkpoints().containsKey(generation));
    return checkpoints.get(generation);
  }

  /** Rates on until every partition of both sides has adopted a generation. */
  void awaitAdopted(int generation) {
    rateUntil("generation " + generation + " is adopted", () -> isAdopted(generation));
  }

  boolean isAdopted(int generation) {
    read();
    return progress.size() == 2 * Cluster.PARTITIONS
        && progress.values().stream().allMatch(report -> report.generation() == generation);
  }

  /** Newest record of each generation. */
  Map<Integer, Checkpoint> checkpoints() {
    read();
    return checkpoints;
  }

  /** A trainer's settings: nothing is retrained unless it is requested. */
  static RetrainSettings onRequest(StreamSettings settings) {
    return onRequest(settings, 5);
  }

  /** The same, of which the newest {@code keep} generations are kept. */
  static RetrainSettings onRequest(StreamSettings settings, int keep) {
    String servers = settings.deployment().kafka().bootstrapServers();
    return RetrainSettings.onRequest(
            settings.deployment().with(KafkaSettings.of(servers)), settings.sgd(), settings.scale())
        .withKeep(keep);
  }

  /** Once all is learned, the doctor finds everything as it should be, and skips nothing. */
  void assertHealthy(Path directory) throws Exception {
    awaitLearned();
    Program.Result doctor =
        Program.run(
            directory.resolve("doctor.log"),
            "doctor",
            "-b",
            cluster.servers(),
            "--prefix",
            prefix,
            "--strict",
            "--wait",
            "60s");
    assertEquals(List.of(), doctor.out().lines().filter(l -> l.startsWith("BROKEN")).toList());
    assertEquals(0, doctor.exitCode(), doctor.out() + doctor.err());
  }

  @Override
  public String toString() {
    return "produced " + produced + ", " + checkpoints + ", " + progress;
  }

  @Override
  public void close() {
    consumer.close();
    replay.close();
  }
}
