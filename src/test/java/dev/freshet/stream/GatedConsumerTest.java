package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.model.OnlineSgd;
import dev.freshet.model.Scale;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gate with a real consumer group. */
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

  private static Consumer<byte[], byte[]> consumer(StalenessGate gate, String group) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("group.id", group);
    config.put("auto.offset.reset", "earliest");
    config.put("max.poll.records", "500");
    config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    Consumer<byte[], byte[]> consumer =
        new GatedClients(gate, WHOLE, "gated", "counted", LearningListener.NONE)
            .getConsumer(config);
    consumer.subscribe(List.of("gated"), NOTHING);
    return consumer;
  }

  private static StalenessGate gate(long bound) {
    return new StalenessGate(new StalenessGate.Settings(bound, bound, 0, Duration.ofMillis(50)));
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
      gate.check(() -> Map.of(0, new StalenessGate.Updates(0, 0)));
      assertEquals(4_000 - EACH, gate.credit());
    }
  }

  /** Of a replica to which a user of generation 1 has come, while its own movies are of 0. */
  private static GatedConsumer waiting(MovieReplica replica, String topic, AtomicLong nanos) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("group.id", "waits-for-" + topic);
    config.put("auto.offset.reset", "earliest");
    GatedConsumer consumer =
        new GatedConsumer(
            config, gate(4_000), replica, topic, 500, LearningListener.NONE, nanos::get);
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
      gate.check(() -> Map.of(0, new StalenessGate.Updates(0, 0)));
      until(() -> gate.credit() <= 0, () -> consumer.poll(Duration.ofMillis(50)));
      assertEquals(0, gate.credit());
    }
  }
}
