package dev.freshet.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.topics.TopicSpecs.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicSpecsTest {

  @Test
  void theContractListsEveryTopicOnceInTheOrderPeopleReadIt() {
    TopicSpecs specs = TopicSpecs.load(Settings.production());

    List<String> names =
        Arrays.stream(Topic.values()).map(topic -> specs.get(topic).name()).toList();

    assertEquals(Arrays.stream(Topic.values()).map(Topic::suffix).toList(), names);
    assertEquals("freshet.ratings", specs.name(Topic.RATINGS));
    assertEquals(
        "my-movies", TopicSpecs.load(Settings.demo().withPrefix("my-")).name(Topic.MOVIES));
  }

  @Test
  void profilesGiveTheFiguresThatAreNotConfigured() {
    TopicSpecs production = TopicSpecs.load(Settings.production());
    TopicSpecs demo = TopicSpecs.load(Settings.demo());
    TopicSpecs own = TopicSpecs.load(Settings.production().withPartitions(30).withReplication(1));

    assertEquals(12, production.partitions(Topic.RATINGS_BY_USER));
    assertEquals(1, production.partitions(Topic.LEARNING_PROGRESS));
    assertEquals(3, production.replication());
    assertEquals("2", production.configs(Topic.MOVIES).get("min.insync.replicas"));
    assertEquals(4, demo.partitions());
    assertEquals(1, demo.replication());
    assertEquals("1", demo.configs(Topic.MOVIES).get("min.insync.replicas"));
    assertEquals(30, own.partitions(Topic.RATINGS));
    assertEquals("1", own.configs(Topic.MOVIES).get("min.insync.replicas"));
  }

  @Test
  void noTopicHasSegmentsThatManagedClustersRefuse() {
    TopicSpecs specs = TopicSpecs.load(Settings.production());
    for (Topic topic : Topic.values()) {
      String bytes = specs.configs(topic).get("segment.bytes");
      assertTrue(bytes == null || Long.parseLong(bytes) >= 50 << 20, specs.name(topic));
    }
  }

  @Test
  void settingsOfATopicAreSetOrLeftOut() {
    TopicSpecs specs =
        TopicSpecs.load(
            Settings.production()
                .withConfigs(
                    Map.of(
                        Topic.RECOMMENDATIONS,
                        Map.of(
                            "segment.bytes",
                            Optional.of("1073741824"),
                            "min.insync.replicas",
                            Optional.<String>empty()))));

    Map<String, String> configs = specs.configs(Topic.RECOMMENDATIONS);
    assertEquals("1073741824", configs.get("segment.bytes"));
    assertEquals(null, configs.get("min.insync.replicas"));
    assertEquals("compact", configs.get("cleanup.policy"));
  }

  @Test
  void whatFreshetReliesOnIsAskedForBeforeATopicIsCreated() {
    Settings week =
        Settings.production()
            .withConfigs(
                Map.of(
                    Topic.CHECKPOINT_USERS,
                    Map.of("retention.ms", Optional.of("604800000")),
                    Topic.USER_RATINGS_CHANGELOG,
                    Map.of("delete.retention.ms", Optional.of("soon"))));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TopicSpecs.load(week));

    String said = String.valueOf(e.getMessage());
    assertTrue(
        said.contains(
            "topics.checkpoint-users.retention.ms is 604800000 and must be -1, which is unlimited"),
        said);
    assertTrue(said.contains("delete.retention.ms is soon and must be at least"), said);
  }

  @Test
  void theBrokersDefaultReplicationLeavesInSyncReplicasToTheBrokers() {
    TopicSpecs specs = TopicSpecs.load(Settings.production().withReplication(-1));

    assertEquals(-1, specs.replication());
    assertEquals(null, specs.configs(Topic.MOVIES).get("min.insync.replicas"));
  }

  @Test
  void changelogsAreCompactedAndAllFixedTopicsHaveTheSameNumberOfPartitions() {
    TopicSpecs specs = TopicSpecs.load(Settings.production());
    for (Topic topic : Topic.values()) {
      TopicSpec spec = specs.get(topic);
      if (spec.kind() == TopicSpec.TopicKind.CHANGELOG) {
        assertEquals("compact", spec.cleanupPolicy(), spec.name());
      }
      if (spec.partitions() == TopicSpec.Partitions.FIXED) {
        assertEquals(specs.partitions(), specs.partitions(topic), spec.name());
      }
    }
  }

  @Test
  void everySchemaThatIsNamedExists() {
    TopicSpecs specs = TopicSpecs.load(Settings.production());
    for (Topic topic : Topic.values()) {
      String schema = specs.get(topic).value().schema();
      assertTrue(
          schema == null || Files.exists(Path.of("topology", schema)), topic + " names " + schema);
      assertEquals(schema != null, specs.get(topic).value().encoding().equals("json"));
    }
  }

  @Test
  void allProblemsWithTheSettingsAreReportedAtOnce() {
    Settings wrong = Settings.demo().withPrefix("my topics/").withPartitions(0).withReplication(-2);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TopicSpecs.load(wrong));

    assertEquals(
        "topics: prefix 'my topics/' must be at most 100 letters, digits, dots, dashes and underscores;"
            + " partitions is 0 and must be at least 1;"
            + " replication is -2 and must be at least 1, or -1 for the brokers' default",
        e.getMessage());
  }

  @Test
  void aMistakeInTheFileIsFound() throws IOException {
    assertMistake("- name: movies\n", "- name: films\n", "topic films is unknown or listed twice");
    assertMistake("- name: movies\n", "- name: films\n", "topic movies is missing");
    assertMistake("1114112", "1114111", "ratings-rejected needs a max.message.bytes of 1114112");
    assertMistake("retention.ms: 604800000", "retention.ms: 1", "below its own minimum");
    assertMistake("cleanup.policy: compact", "cleanup.policy: delete", "must be compact and fixed");
    assertMistake("    minimum:", "    minimal:", "minimal");
    assertMistake("partitions: fixed", "partitions: many", "Partitions");
    assertMistake("purpose: Accepted", "porpoise: Accepted", "purpose");
    assertMistake("    audience: internal\n", "", "audience");
  }

  private static void assertMistake(String from, String to, String problem) throws IOException {
    String file;
    try (InputStream contract = TopicSpecs.class.getResourceAsStream(TopicSpecs.RESOURCE)) {
      assertTrue(contract != null);
      file = new String(contract.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertTrue(file.contains(from), from);
    byte[] wrong = file.replace(from, to).getBytes(StandardCharsets.UTF_8);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TopicSpecs.read(new ByteArrayInputStream(wrong), Settings.production()));

    assertTrue(String.valueOf(e.getMessage()).contains(problem), e::getMessage);
    assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e::getMessage);
  }
}
