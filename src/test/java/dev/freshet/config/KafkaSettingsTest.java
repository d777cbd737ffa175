package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.stream.StreamsProperties;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.KafkaSettings.Group;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

  private static KafkaSettings read(Map<String, String> pairs) {
    return new SettingsReader().commandLine(pairs, "--set").read().kafka();
  }

  @Test
  void everyGroupReachesItsClientsAndTheCommonOnesReachAll() {
    KafkaSettings kafka =
        read(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "kafka.security.protocol", "SSL",
                "kafka.producer.linger.ms", "7",
                "kafka.consumer.fetch.min.bytes", "9",
                "kafka.admin.retries", "3",
                "kafka.streams.max.task.idle.ms", "11"));
    assertEquals(
        Map.of("bootstrap.servers", "localhost:9092", "security.protocol", "SSL", "linger.ms", "7"),
        kafka.producerConfig());
    assertEquals(
        Map.of(
            "bootstrap.servers",
            "localhost:9092",
            "security.protocol",
            "SSL",
            "fetch.min.bytes",
            "9"),
        kafka.consumerConfig());
    assertEquals(
        Map.of("bootstrap.servers", "localhost:9092", "security.protocol", "SSL", "retries", "3"),
        kafka.adminConfig());
    assertEquals(
        Map.of(
            "bootstrap.servers", "localhost:9092",
            "security.protocol", "SSL",
            "producer.linger.ms", "7",
            "consumer.fetch.min.bytes", "9",
            "admin.retries", "3",
            "max.task.idle.ms", "11"),
        kafka.streamsConfig());
  }

  @Test
  void theClientsInsideKafkaStreamsReallyGetThem() {
    Map<String, String> config =
        read(Map.of(
                "bootstrap.servers", "localhost:9092",
                "kafka.sasl.mechanism", "PLAIN",
                "kafka.producer.linger.ms", "7",
                "kafka.streams.main.consumer.max.poll.records", "13"))
            .streamsConfig();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    StreamsConfig streams = new StreamsConfig(config);
    Map<String, Object> producer = streams.getProducerConfigs("p");
    assertEquals("7", producer.get(ProducerConfig.LINGER_MS_CONFIG));
    assertEquals("PLAIN", producer.get("sasl.mechanism"));
    Map<String, Object> consumer = streams.getMainConsumerConfigs("g", "c", 0);
    assertEquals("13", consumer.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG));
  }

  /** What Freshet itself prefers gives way. */
  @ParameterizedTest
  @CsvSource({"kafka.none, lz4", "kafka.producer.compression.type, zstd"})
  void whatIsWrittenIsCompressedUnlessSettingsSayOtherwise(String key, String expected) {
    StreamsConfig streams =
        new StreamsConfig(
            StreamsProperties.users(
                new SettingsReader()
                    .commandLine(
                        Map.of("bootstrap.servers", "localhost:9092", key, "zstd"), "--set")
                    .read()
                    .streams()));
    assertEquals(expected, streams.getProducerConfigs("p").get("compression.type"));
  }

  @Test
  void namesUnknownToKafkaPassThroughForLoginModulesAndInterceptors() {
    assertEquals(
        "x",
        read(Map.of("kafka.my.login.module.url", "x"))
            .groups()
            .get(Group.COMMON)
            .get("my.login.module.url"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.bootstrap.servers",
        "kafka.streams.application.id",
        "kafka.acks",
        "kafka.producer.transactional.id",
        "kafka.streams.producer.acks",
        "kafka.streams.main.consumer.isolation.level",
        "kafka.streams.num.stream.threads"
      })
  void whatFreshetDependsOnCannotBeChanged(String key) {
    SettingsException e =
        assertThrows(SettingsException.class, () -> read(Map.of(key, "read_uncommitted")));
    assertTrue(e.getMessage().contains("cannot be set through Kafka: "), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.streams.group.protocol",
        "kafka.streams.consumer.group.protocol",
        "kafka.streams.main.consumer.group.protocol",
        "kafka.consumer.group.protocol",
        "kafka.group.protocol"
      })
  void theProtocolThatWouldSwitchTheStalenessBoundOffIsRefusedWithTheReason(String key) {
    for (String value : List.of("streams", "STREAMS", " Streams ")) {
      Map<String, String> pairs = Map.of(key, value, "kafka.acks", "0");
      SettingsException e = assertThrows(SettingsException.class, () -> read(pairs));
      assertTrue(e.getMessage().contains("the staleness bound lives in"), e.getMessage());
      assertTrue(e.getMessage().contains("kafka.acks"), "all problems at once");
    }
  }

  @Test
  void theProtocolOfAnEnvironmentVariableIsRefusedToo() {
    var reader = new SettingsReader();
    reader.environment(Map.of("FRESHET_KAFKA_STREAMS_GROUP_PROTOCOL", "streams"));
    SettingsException e = assertThrows(SettingsException.class, reader::read);
    assertTrue(e.getMessage().contains("the staleness bound lives in"), e.getMessage());
  }

  @Test
  void theProtocolThatHoldsAnywayMayBeSaid() {
    assertEquals(
        Map.of("group.protocol", "classic"),
        read(Map.of("kafka.streams.group.protocol", "classic")).groups().get(Group.STREAMS));
  }

  @Test
  void theConfigurationsAreFreshCopies() {
    KafkaSettings kafka = read(Map.of());
    kafka.producerConfig().put("acks", "0");
    assertEquals(Map.of(), kafka.producerConfig());
  }

  @Test
  void anotherClusterKeepsEverythingElse() {
    KafkaSettings kafka = read(Map.of("bootstrap.servers", "a:1", "kafka.client.id", "me"));
    assertEquals(
        Map.of("bootstrap.servers", "b:2", "client.id", "me"),
        kafka.withBootstrapServers("b:2").adminConfig());
  }
}
