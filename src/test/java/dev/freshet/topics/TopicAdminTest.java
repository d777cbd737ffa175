package dev.freshet.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.BrokerTest;
import dev.freshet.Eventually;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.topics.TopicSpecs.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test has its own prefix on one broker. */
@BrokerTest
class TopicAdminTest {

  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary());
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void anEmptyClusterGetsEveryTopicAndThenPassesTheCheck() {
    TopicAdmin topics = topics("empty.");
    assertEquals(
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    topic.name("empty.") + " is missing: create it with 'freshet topics --create'")
            .toList(),
        topics.check());

    List<String> created = topics.createMissing();

    assertEquals(Stream.of(Topic.values()).map(topic -> topic.name("empty.")).toList(), created);
    assertEquals(List.of(), topics.check());
    assertEquals(List.of(), topics.createMissing(), "nothing is missing any more");
  }

  @Test
  void theSettingsOfTheProductionProfileAreAcceptedByABroker() {
    TopicSpecs specs =
        TopicSpecs.load(Settings.production().withReplication(1).withPrefix("production."));
    TopicAdmin topics = new TopicAdmin(admin, specs);

    assertEquals(Topic.values().length, topics.createMissing().size());

    assertEquals(List.of(), topics.check());
  }

  @Test
  void inputTopicsOfOthersMayHaveAnyNumberOfPartitionsAndAreLeftAlone() throws Exception {
    create("theirs.ratings", 7, Map.of());
    TopicAdmin topics = topics("theirs.");

    List<String> created = topics.createMissing();

    assertEquals(Topic.values().length - 1, created.size());
    assertEquals(List.of(), topics.check());
  }

  @Test
  void rejectedRecordsMustFitAlsoWhenTheInputIsLargerThanOurs() throws Exception {
    create("large.ratings", 1, Map.of("max.message.bytes", "5000000"));
    TopicAdmin topics = topics("large.");
    topics.createMissing();
    assertEquals(List.of(), topics.check(), "created large enough");

    alter("large.ratings", "max.message.bytes", "5000001");

    Eventually.becomes(
        List.of(
            "large.ratings-rejected takes records up to 5065536 bytes, but may have to hold"
                + " 5065537: an input's largest and 65536 of headers;"
                + " set its max.message.bytes to 5065537"),
        topics::check);
  }

  @Test
  void aGrownInternalTopicIsAProblemAndAGrownPublicOneIsNot() throws Exception {
    TopicAdmin topics = topics("grown.");
    topics.createMissing();
    admin
        .createPartitions(
            Map.of(
                "grown.movie-updates", NewPartitions.increaseTo(6),
                "grown.recommendations", NewPartitions.increaseTo(6)))
        .all()
        .get();

    Eventually.becomes(
        List.of(
            "grown.movie-updates has 6 partitions and needs 2: configure the number it was created"
                + " with, or start afresh with another prefix"),
        topics::check);
  }

  @Test
  void settingsThatLoseDataAreProblems() throws Exception {
    TopicAdmin topics = topics("lossy.");
    topics.createMissing();
    alter("lossy.users-user-ratings-changelog", "cleanup.policy", "compact,delete");
    alter("lossy.ratings", "cleanup.policy", "compact");
    alter("lossy.movie-updates", "retention.ms", "60000");
    alter("lossy.ratings-by-user", "retention.bytes", "1000000");
    alter("lossy.ratings-rejected", "retention.ms", "-1");

    Eventually.becomes(
        List.of(
            "lossy.ratings has cleanup.policy=compact: set it to delete",
            "lossy.ratings-by-user has retention.bytes=1000000 and needs unlimited: set it to -1",
            "lossy.movie-updates has retention.ms=60000 and needs at least 86400000:"
                + " set it to -1",
            "lossy.users-user-ratings-changelog has cleanup.policy=compact,delete:"
                + " set it to compact"),
        topics::check);
  }

  @Test
  void tooFewReplicasAndInSyncReplicasThatCannotBeReachedAreProblems() throws Exception {
    topics("single.").createMissing();
    alter("single.movies", "min.insync.replicas", "2");
    TopicSpecs demanding =
        TopicSpecs.load(Settings.demo().withPrefix("single.").withPartitions(2).withReplication(3));

    TopicAdmin topics = new TopicAdmin(admin, demanding);

    Eventually.becomes(
        List.of(
            "single.movies has 1 replicas and takes no record with fewer than 2 in sync:"
                + " lower its min.insync.replicas",
            "single.ratings-by-user has 1 replicas and needs 3: reassign its partitions,"
                + " or configure a replication of 1"),
        () -> topics.check().subList(0, 2));
    assertEquals(13, topics.check().size(), "every internal topic, and movies");
  }

  @Test
  void aClusterTooSmallForTheReplicationSaysSo() {
    TopicSpecs demanding = TopicSpecs.load(Settings.production().withPrefix("demanding."));

    TopicAccessException e =
        assertThrows(
            TopicAccessException.class, () -> new TopicAdmin(admin, demanding).createMissing());

    assertEquals(
        "cannot create demanding.ratings: there are fewer brokers than the replication factor;"
            + " lower replication.factor, on one broker to replication.factor=1"
            + " (and so with 18 more topics)",
        e.getMessage());
  }

  @Test
  void anUnreachableClusterSaysSo() {
    try (EmbeddedBroker gone = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      gone.stop();
      Map<String, Object> impatient =
          Map.of(
              "bootstrap.servers", gone.bootstrapServers(),
              "default.api.timeout.ms", 500,
              "request.timeout.ms", 400);
      try (Admin nobody = Admin.create(impatient)) {
        TopicAdmin topics = new TopicAdmin(nobody, TopicSpecs.load(Settings.demo()));

        TopicAccessException e = assertThrows(TopicAccessException.class, topics::check);

        assertEquals(
            "cannot describe freshet.ratings: the cluster does not answer;"
                + " check bootstrap.servers and the network",
            e.getMessage());
      }
    }
  }

  private static TopicAdmin topics(String prefix) {
    return new TopicAdmin(
        admin, TopicSpecs.load(Settings.demo().withPrefix(prefix).withPartitions(2)));
  }

  private static void create(String name, int partitions, Map<String, String> configs)
      throws Exception {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configs);
    admin.createTopics(List.of(topic)).all().get();
    Eventually.exist(admin, Set.of(name));
  }

  private static void alter(String name, String config, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(config, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
  }
}
