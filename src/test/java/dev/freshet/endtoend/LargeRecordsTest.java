package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.topics.Topic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records as large as {@code ratings} allows do not stop the stream. */
@BrokerTest
class LargeRecordsTest {

  private static final String PREFIX = "freshet.";

  /** The topic's limit without the batch around the record. */
  private static final int LARGEST = 1_048_576 - 100;

  @Test
  void theLargestRecordIsRejectedWholeAndOneThatCompressionMadeSmallIsCut(@TempDir Path stateDir)
      throws Exception {
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      byte[] whole = new byte[LARGEST];
      new Random(8).nextBytes(whole);
      byte[] blown = new byte[6_000_000];
      Arrays.fill(blown, (byte) 'y');
      send(cluster, "none", whole);
      send(cluster, "gzip", blown);
      try (Audience audience = new Audience(cluster, PREFIX, 8);
          Ledger ledger = new Ledger(cluster, PREFIX);
          FreshetStreams freshet =
              Cluster.start(cluster.settings(PREFIX, stateDir), LearningListener.NONE)) {
        audience.expected.rejected();
        audience.expected.rejected();
        audience.publishCatalogue();
        audience.produce(200);
        ledger.assertHolds(audience.expected);
        assertTrue(freshet.isRunning());
        List<byte[]> rejected = ledger.rejected();
        assertTrue(rejected.stream().anyMatch(value -> Arrays.equals(whole, value)), "not whole");
        assertTrue(
            rejected.stream().anyMatch(value -> value.length > 500_000 && value[0] == 'y'),
            "not the beginning");
      }
    }
  }

  private static void send(Cluster cluster, String compression, byte[] value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                cluster.servers(),
                "compression.type",
                compression,
                "max.request.size",
                "10000000"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topic.RATINGS.name(PREFIX), value)).get();
    }
  }
}
