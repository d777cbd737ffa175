package dev.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BrokerTest
class EmbeddedBrokerTest {

  private static final TopicPartition TOPIC = new TopicPartition("films", 0);

  @Test
  void committedTransactionsAreReadAndAbortedOnesAreNot() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      createTopic(broker);
      produce(broker, "Solaris", true);
      produce(broker, "Stalker", false);
      produce(broker, "Mirror", true);

      assertEquals(List.of("Solaris", "Mirror"), read(broker, 2));
    }
  }

  @Test
  void twoBrokersSideBySideKnowNothingOfEachOther() throws Exception {
    try (EmbeddedBroker one = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary());
        EmbeddedBroker two = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      assertNotEquals(one.bootstrapServers(), two.bootstrapServers());
      createTopic(one);
      createTopic(two);
      produce(one, "Alien", true);
      produce(two, "Aliens", true);

      assertEquals(List.of("Alien"), read(one, 1));
      assertEquals(List.of("Aliens"), read(two, 1));
    }
  }

  @Test
  void theUsualPortIsLeftToWhoHasIt() throws Exception {
    try (EmbeddedBroker one = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      EmbeddedBroker.Settings usual = EmbeddedBroker.Settings.temporary().withUsualPort(port(one));
      try (EmbeddedBroker two = EmbeddedBroker.start(usual)) {
        assertNotEquals(one.bootstrapServers(), two.bootstrapServers());
        String before = two.bootstrapServers();
        two.restart();
        assertEquals(before, two.bootstrapServers());
      }
    }
  }

  @Test
  void restartKeepsPortAndData() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      String address = broker.bootstrapServers();
      createTopic(broker);
      produce(broker, "before", true);
      broker.stop();
      assertTrue(LoopbackPorts.isFree(port(broker)), "a stopped broker frees its port");
      broker.restart();
      produce(broker, "after", true);

      assertEquals(address, broker.bootstrapServers());
      assertEquals(List.of("before", "after"), read(broker, 2));
    }
  }

  @Test
  void aGivenDirectoryOutlivesTheBroker(@TempDir Path directory) throws Exception {
    EmbeddedBroker.Settings kept =
        EmbeddedBroker.Settings.temporary().withDirectory(directory.resolve("kept"));
    try (EmbeddedBroker broker = EmbeddedBroker.start(kept)) {
      createTopic(broker);
      produce(broker, "Ran", true);
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(kept)) {
      assertEquals(List.of("Ran"), read(broker, 1));
    }
  }

  @Test
  void closeDeletesTheTemporaryDirectoryAndFreesThePortAlsoWhenCalledTwice() {
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary());
    assertTrue(Files.isDirectory(broker.directory()));
    broker.close();
    broker.close();

    assertFalse(Files.exists(broker.directory()));
    assertTrue(LoopbackPorts.isFree(port(broker)));
  }

  @Test
  void aPortInUseIsNamedInOneLineAndTheFirstBrokerLivesOn() throws Exception {
    try (EmbeddedBroker first = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      EmbeddedBroker.Settings same = EmbeddedBroker.Settings.temporary().withPort(port(first));

      BrokerStartException e =
          assertThrows(BrokerStartException.class, () -> EmbeddedBroker.start(same));

      assertEquals(
          "port " + port(first) + " on 127.0.0.1 is in use: choose another port", e.getMessage());
      createTopic(first);
    }
  }

  @Test
  void aServerThatCannotStartSaysSoAndDoesNotEndTheProcess() throws Exception {
    try (EmbeddedBroker first = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      String controller = LoopbackPorts.HOST + ":" + LoopbackPorts.free();
      EmbeddedBroker.Settings collision =
          EmbeddedBroker.Settings.temporary()
              .with("controller.quorum.voters", "1@" + controller)
              .with("advertised.listeners", "BROKER://" + first.bootstrapServers())
              .with(
                  "listeners",
                  "BROKER://" + first.bootstrapServers() + ",CONTROLLER://" + controller);

      BrokerStartException e =
          assertThrows(BrokerStartException.class, () -> EmbeddedBroker.start(collision));

      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e::getMessage);
      createTopic(first);
    }
  }

  @Test
  void aDirectoryThatIsAFileIsRefused(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    BrokerStartException e =
        assertThrows(
            BrokerStartException.class,
            () -> EmbeddedBroker.start(EmbeddedBroker.Settings.temporary().withDirectory(file)));

    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e::getMessage);
  }

  @Test
  void topicsAreNotCreatedByAccident() {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(EmbeddedBroker.Settings.temporary().with("num.partitions", "3"));
        KafkaConsumer<String, String> consumer = consumer(broker)) {
      assertEquals(Map.of(), consumer.listTopics());
    }
  }

  private static int port(EmbeddedBroker broker) {
    String address = broker.bootstrapServers();
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  private static void createTopic(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1))).all().get();
    }
  }

  private static void produce(EmbeddedBroker broker, String value, boolean commit)
      throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "transactional.id",
            "projectionist",
            "key.serializer",
            StringSerializer.class,
            "value.serializer",
            StringSerializer.class);
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC.topic(), 0, "key", value)).get();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static List<String> read(EmbeddedBroker broker, int expected) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(broker)) {
      consumer.assign(List.of(TOPIC));
      consumer.seekToBeginning(List.of(TOPIC));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < expected && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static KafkaConsumer<String, String> consumer(EmbeddedBroker broker) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            StringDeserializer.class));
  }
}
