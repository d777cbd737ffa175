package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.BrokerTest;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.wire.Side;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue that was emptied so long ago that its topic has no record left. */
@BrokerTest
class EmptiedCatalogueTest {

  private static final String CATALOGUE = "c.catalogue";

  @Test
  void anInstanceThatStartsOnItKnowsThatThereWasOne(@TempDir Path dir) throws Exception {
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics("c.");
      assertEquals(true, isListable(cluster, dir.resolve("before")), "there never was a catalogue");
      empty(cluster);
      assertEquals(false, isListable(cluster, dir.resolve("after")));
    }
  }

  /** Whether lists may contain a movie of whose index nothing is known. */
  private static boolean isListable(Cluster cluster, Path stateDir) {
    try (FreshetStreams streams =
        Cluster.start(
            cluster.settings("c.", stateDir), EnumSet.of(Side.USERS), LearningListener.NONE)) {
      return streams.replica().isListable(0);
    }
  }

  /** Compaction and the age of tombstones do in days what this does at once. */
  private static void empty(Cluster cluster) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", cluster.servers());
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(CATALOGUE, 0, "heat".getBytes(StandardCharsets.UTF_8), null))
          .get();
    }
    try (Admin admin = cluster.admin()) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, CATALOGUE);
      var delete =
          new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(topic, List.of(delete))).all().get();
      Cluster.await(
          "records may be deleted",
          Duration.ofSeconds(20),
          () -> isDeleted(admin, new TopicPartition(CATALOGUE, 0)));
    }
  }

  private static boolean isDeleted(Admin admin, TopicPartition partition) {
    try {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
      return true;
    } catch (java.util.concurrent.ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
