package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.BrokerTest;
import dev.freshet.Eventually;
import dev.freshet.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.Test;

/** A broker that answers, and what can be written to it. */
@BrokerTest
class ClusterQuestionTest {

  private static final Duration WITHIN = Duration.ofSeconds(10);

  @Test
  void aPartitionWithFewerReplicasInSyncThanItTakesIsAnOutage() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary());
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      NewTopic strict =
          new NewTopic("strict.movie-updates", 1, (short) 1)
              .configs(Map.of("min.insync.replicas", "2"));
      admin
          .createTopics(
              List.of(
                  strict,
                  new NewTopic("strict.ratings-by-user", 1, (short) 1),
                  new NewTopic("usual.ratings-by-user", 1, (short) 1),
                  new NewTopic("usual.movie-updates", 1, (short) 1)))
          .all()
          .get();
      Eventually.exist(
          admin,
          Set.of(
              "strict.movie-updates",
              "strict.ratings-by-user",
              "usual.movie-updates",
              "usual.ratings-by-user"));

      assertDoesNotThrow(new ClusterQuestion(admin, "usual.", WITHIN)::ask);
      assertDoesNotThrow(
          new ClusterQuestion(admin, "nobody.", WITHIN)::ask,
          "it has no such topics, and is there");
      ClusterQuestion question = new ClusterQuestion(admin, "strict.", WITHIN);
      ExecutionException outage = assertThrows(ExecutionException.class, question::ask);
      assertInstanceOf(NotEnoughReplicasException.class, outage.getCause());
      assertEquals(
          "strict.movie-updates-0 has 1 replicas in sync and takes records with 2",
          outage.getCause().getMessage());

      var one = new ConfigEntry("min.insync.replicas", "1");
      var lowered = List.of(new AlterConfigOp(one, AlterConfigOp.OpType.SET));
      var topic = new ConfigResource(ConfigResource.Type.TOPIC, "strict.movie-updates");
      admin.incrementalAlterConfigs(Map.of(topic, lowered)).all().get();
      Eventually.becomes(
          "1",
          () ->
              admin
                  .describeConfigs(List.of(topic))
                  .all()
                  .get()
                  .get(topic)
                  .get("min.insync.replicas")
                  .value());
      assertDoesNotThrow(question::ask, "who lowers it goes on with the brokers that are left");
    }
  }
}
