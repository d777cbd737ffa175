package dev.freshet.stream.staleness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.GatedClients;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.replica.ReplicaNotWholeException;
import dev.freshet.stream.replica.ReplicaWait;
import dev.freshet.stream.sources.NotingConsumer;
import dev.freshet.stream.sources.SourceLogs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gate with a real consumer group. */
@BrokerTest
class GatedConsumerTest {

  private static final int EACH = 600;
  private static final ConsumerRebalanceListener NOTHING =
      new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
      };

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary());
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      admin
          .createTopics(
              List.of(new NewTopic("gated", 2, (short) 1), new NewTopic("empty", 1, (short) 1)))
          .all()
          .get();
    }
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EACH; i++) {
        producer.send(new ProducerRecord<>("gated", 0, null, new byte[] {1})).get();
        producer.send(new ProducerRecord<>("gated", 1, null, new byte[] {1})).get();
      }
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static final MovieReplica WHOLE = replica();

  private static MovieReplica replica() {
    return new MovieReplica(new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS), 1);
  }

  private static Map<String, Object> config(String group, String reset, int mostPerPoll) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("group.id", group);
    config.put("auto.offset.reset", reset);
    config.put("enable.auto.commit", "false");
    config.put("max.poll.records", Integer.toString(mostPerPoll));
    config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    return config;
  }

  private static Consumer<byte[], byte[]> consumer(StalenessGate gate, String group) {
    Consumer<byte[], byte[]> consumer =
        new GatedClients(
                SourceLogs.withoutIds(),
                gate,
                WHOLE,
                "gated",
                "counted",
                KnownMovies.ANY,
                LearningListener.NONE)
            .getConsumer(config(group, "earliest", 500));
    consumer.subscribe(List.of("gated"), NOTHING);
    return consumer;
  }

  private static StalenessGate gate(long bound) {
    return new StalenessGate(new StalenessGate.Settings(bound, 0, bound, Duration.ofMillis(50)));
  }

  private static void until(BooleanSupplier condition, Runnable step) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not within 30 s");
      step.run();
    }
  }

  @Test
  void whatWasHandedOverOfARevokedPartitionNoLongerUsesUpCredit() throws Exception {
    StalenessGate gate = gate(4_000);
    try (var first = consumer(gate, "revoked");
        var second = consumer(gate(4_000), "revoked")) {
      until(() -> gate.credit() == 4_000 - 2 * EACH, () -> first.poll(Duration.ofMillis(50)));
      until(
          () -> first.assignment().size() == 1 && second.assignment().size() == 1,
          () -> {
            first.poll(Duration.ofMillis(50));
            second.poll(Duration.ofMillis(50));
          });
      gate.check(() -> Map.of(0, new StalenessGate.PartitionUpdates(0, 0)));
      assertEquals(4_000 - EACH, gate.credit());
    }
  }

  /** Kafka Streams' own listener throws where a commit at the revocation fails. */
  @Test
  void whatIsRevokedUsesUpNoCreditThoughTheListenerFails() throws Exception {
    StalenessGate gate = gate(4_000);
    var failing =
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            throw new IllegalStateException("the commit failed");
          }
        };
    try (var first = consumer(gate, "failing");
        var second = consumer(gate(4_000), "failing")) {
      first.subscribe(List.of("gated"), failing);
      until(() -> gate.credit() == 4_000 - 2 * EACH, () -> first.poll(Duration.ofMillis(50)));
      AtomicInteger failures = new AtomicInteger();
      until(
          () -> failures.get() > 0,
          () -> {
            second.poll(Duration.ofMillis(50));
            try {
              first.poll(Duration.ofMillis(50));
            } catch (KafkaException e) {
              failures.incrementAndGet();
            }
          });
      gate.check(() -> Map.of(0, new StalenessGate.PartitionUpdates(0, 0)));
      assertEquals(4_000 - EACH, gate.credit());
      first.subscribe(List.of("gated"), NOTHING); // closing revokes as well
    }
  }

  @Test
  void whoIsClosedWhileTheGateIsShutHoldsNothingBackAnyMore() throws Exception {
    AtomicLong nanos = new AtomicLong();
    var settings = new StalenessGate.Settings(2 * EACH, 0, 2 * EACH, Duration.ofMillis(50));
    StalenessGate gate = new StalenessGate(settings, nanos::get);
    try (var consumer = consumer(gate, "closed")) {
      until(() -> gate.credit() == 0, () -> consumer.poll(Duration.ofMillis(50)));
      consumer.poll(Duration.ofMillis(1));
      nanos.addAndGet(Duration.ofMinutes(3).toNanos());
      assertEquals(Duration.ofMinutes(3), gate.shutFor());
    }
    assertEquals(Duration.ZERO, gate.shutFor());
    gate.check(() -> Map.of(0, new StalenessGate.PartitionUpdates(0, 0)));
    assertEquals(2 * EACH, gate.credit());
  }

  /** Of a replica to which a user of generation 1 has come, while its own movies are of 0. */
  private static GatedConsumer waiting(MovieReplica replica, String topic, AtomicLong nanos) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("group.id", "waits-for-" + topic);
    config.put("auto.offset.reset", "earliest");
    GatedConsumer consumer =
        new GatedConsumer(
            config,
            SourceLogs.withoutIds(),
            gate(4_000),
            replica,
            topic,
            500,
            held -> {},
            nanos::get);
    consumer.subscribe(List.of(topic), NOTHING);
    replica.require(1);
    until(() -> !consumer.assignment().isEmpty(), () -> consumer.poll(Duration.ofMillis(50)));
    return consumer;
  }

  @Test
  void ratingsThatWaitForAReplicaThatIsNeverWholeEndInAClearFailure() {
    MovieReplica replica = replica();
    AtomicLong nanos = new AtomicLong();
    try (var consumer = waiting(replica, "gated", nanos)) {
      for (int minute = 1; minute < ReplicaWait.MOST.toMinutes(); minute++) {
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertTrue(consumer.poll(Duration.ofMillis(1)).isEmpty());
      }
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      ReplicaNotWholeException late =
          assertThrows(ReplicaNotWholeException.class, () -> consumer.poll(Duration.ofMillis(1)));
      String message = String.valueOf(late.getMessage());
      assertTrue(message.contains("generation 1 of the movies is awaited and 0 is here"), message);
      assertTrue(message.contains("whether the movie side runs"), message);
    }
  }

  @Test
  void whereThereIsNoRatingToLearnAReplicaMayTakeItsTime() {
    AtomicLong nanos = new AtomicLong();
    try (var consumer = waiting(replica(), "empty", nanos)) {
      for (int minute = 0; minute < 60; minute++) {
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertTrue(consumer.poll(Duration.ofMillis(1)).isEmpty());
      }
    }
  }

  @Test
  void aBoundBelowOnePollIsHeldAndStillLetsRecordsThrough() throws Exception {
    StalenessGate gate = gate(300);
    try (var consumer = consumer(gate, "small")) {
      until(() -> gate.credit() <= 0, () -> consumer.poll(Duration.ofMillis(50)));
      assertEquals(0, gate.credit());
      assertTrue(consumer.poll(Duration.ofMillis(200)).isEmpty());

      gate.learned(0, EACH - 1);
      gate.learned(1, EACH - 1);
      gate.check(() -> Map.of(0, new StalenessGate.PartitionUpdates(0, 0)));
      until(() -> gate.credit() <= 0, () -> consumer.poll(Duration.ofMillis(50)));
      assertEquals(0, gate.credit());
    }
  }

  /** Kafka Streams goes on after some exceptions: what was taken must have been handed over. */
  @Test
  void whateverFailsBesideThePollNoRecordIsSkipped() {
    FailingGate failing = new FailingGate();
    int[] thrown = {0};
    ReadOffsets read = new ReadOffsets();
    try (var consumer =
        new GatedConsumer(
            config("failures", "earliest", 50),
            SourceLogs.withoutIds(),
            failing,
            WHOLE,
            "gated",
            50,
            failing::heldBack,
            System::nanoTime)) {
      consumer.subscribe(List.of("gated"), NOTHING);
      until(
          () -> read.size() >= 2 * EACH && failing.heldBack > 3,
          () -> {
            try {
              read.add(consumer.poll(Duration.ofMillis(50)));
            } catch (IllegalStateException e) {
              thrown[0]++;
            }
          });
    }
    read.assertWhole("gated", 2, EACH);
    assertTrue(thrown[0] > 3, "credit and listener have failed");
    assertTrue(failing.delivered > 3, "the gate has failed when it was told");
  }

  /** Both consumers: a partition without an offset, among others from which records are here. */
  @Test
  void aPartitionWithoutAnOffsetCostsTheOthersNoRecord() {
    List<TopicPartition> both =
        List.of(new TopicPartition("gated", 0), new TopicPartition("gated", 1));
    for (boolean isGated : List.of(true, false)) {
      Map<String, Object> config = config("no offset " + isGated, "none", 50);
      try (var consumer =
          isGated
              ? new GatedConsumer(
                  config,
                  SourceLogs.withoutIds(),
                  gate(1_000_000),
                  WHOLE,
                  "gated",
                  50,
                  held -> {},
                  System::nanoTime)
              : new NotingConsumer(config, SourceLogs.withoutIds())) {
        ReadOffsets read = new ReadOffsets();
        consumer.assign(both.subList(0, 1));
        consumer.seekToBeginning(both.subList(0, 1));
        until(() -> read.size() > 0, () -> read.add(consumer.poll(Duration.ofMillis(50))));
        consumer.assign(both);
        int[] thrown = {0};
        until(
            () -> read.size() >= 2 * EACH,
            () -> {
              try {
                read.add(consumer.poll(Duration.ofMillis(50)));
              } catch (NoOffsetForPartitionException e) {
                if (++thrown[0] > 3) {
                  consumer.seekToBeginning(e.partitions());
                }
              }
            });
        read.assertWhole("gated", 2, EACH);
        assertTrue(thrown[0] > 3);
      }
    }
  }

  @Test
  void whatWaitsAtTheBrokerIsKnownFromTheLastFetch() throws Exception {
    StalenessGate gate = gate(300);
    try (var consumer = consumer(gate, "waiting")) {
      until(() -> gate.credit() <= 0, () -> consumer.poll(Duration.ofMillis(50)));
      consumer.poll(Duration.ofMillis(50)); // notes what the last fetch said
      assertTrue(gate.waiting(0) == EACH || gate.waiting(1) == EACH);
    }
  }
}
