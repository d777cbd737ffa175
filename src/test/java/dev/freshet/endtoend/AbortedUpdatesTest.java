package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.measure.Tally;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Side;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hard stop leaves of an open transaction is never learned, and nobody waits for it. */
@BrokerTest
class AbortedUpdatesTest {

  private static final String PREFIX = "freshet.";

  @Test
  void updatesThatWereNeverCommittedDoNotKeepTheUserSideWaiting(@TempDir Path stateDir) {
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      abortUpdates(cluster, 2 * StalenessGate.Settings.defaults().bound());
      try (Audience audience = new Audience(cluster, PREFIX, 3);
          Ledger ledger = new Ledger(cluster, PREFIX);
          FreshetStreams both =
              Cluster.start(
                  cluster.settings(PREFIX, stateDir), EnumSet.allOf(Side.class), new Tally())) {
        audience.publishCatalogue();
        audience.produce(500);
        ledger.assertHolds(audience.expected);
        assertTrue(both.isRunning());
      }
    }
  }

  private static void abortUpdates(Cluster cluster, long count) {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            cluster.servers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "stopped-hard");
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < count; i++) {
        byte[] key = {(byte) i};
        var unused =
            producer.send(
                new ProducerRecord<>(Topic.MOVIE_UPDATES.name(PREFIX), key, new byte[] {1}));
      }
      producer.flush();
      producer.abortTransaction();
    }
  }
}
