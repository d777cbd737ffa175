package dev.freshet.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.topics.TopicSpecs.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cluster that refuses settings of topics, as managed ones do. */
@BrokerTest
class RefusedTopicsTest {

  private static final long MIB = 1 << 20;

  private static EmbeddedBroker broker;
  private static Admin admin;

  /** Refuses small segments, settings of compaction, and what the topic "picky.ratings" wants. */
  public static final class Policy implements CreateTopicPolicy {
    private static final Set<String> COMPACTION =
        Set.of("min.cleanable.dirty.ratio", "max.compaction.lag.ms", "min.compaction.lag.ms");

    @Override
    public void validate(RequestMetadata topic) {
      Map<String, String> configs = topic.configs();
      if (Long.parseLong(configs.getOrDefault("segment.bytes", "" + 1024 * MIB)) < 50 * MIB) {
        throw new PolicyViolationException("segment.bytes must be at least 52428800");
      }
      for (String name : COMPACTION) {
        if (configs.containsKey(name)) {
          throw new PolicyViolationException(name + " cannot be set here");
        }
      }
      if (topic.topic().equals("picky.ratings") && configs.containsKey("retention.ms")) {
        throw new PolicyViolationException("retention.ms cannot be set here");
      }
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
  }

  @BeforeAll
  static void start() {
    broker =
        EmbeddedBroker.start(
            EmbeddedBroker.Settings.temporary()
                .with("create.topic.policy.class.name", Policy.class.getName()));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  private static TopicAdmin topics(Settings settings) {
    return new TopicAdmin(admin, TopicSpecs.load(settings.withReplication(1).withPartitions(2)));
  }

  @Test
  void theDefaultsPassAPolicyThatRefusesSmallSegmentsAndSettingsOfCompaction() {
    TopicAdmin topics = topics(Settings.production().withPrefix("managed."));

    assertEquals(Topic.values().length, topics.createMissing().size());
    assertEquals(List.of(), topics.check());
    assertTrue(
        topics.leftOut().stream().anyMatch(line -> line.contains("max.compaction.lag.ms")),
        "it says what it left out: " + topics.leftOut());
  }

  @Test
  void aRefusalNamesTheSettingToChangeAndTheNextStartFinishesWhatIsHalfMade() {
    Settings settings = Settings.production().withPrefix("picky.");
    TopicAdmin topics = topics(settings);
    TopicAccessException refusal = assertThrows(TopicAccessException.class, topics::createMissing);
    assertEquals(
        "cannot create picky.ratings: retention.ms cannot be set here; set what it takes, or"
            + " leave it to the cluster with the value default: topics.ratings.retention.ms",
        refusal.getMessage());

    Settings mended =
        settings.withConfigs(
            Map.of(Topic.RATINGS, Map.of("retention.ms", Optional.<String>empty())));
    assertEquals(List.of("picky.ratings"), topics(mended).createMissing(), "the others are there");
    assertEquals(List.of(), topics(mended).check());
  }

  @Test
  void whatAnInstallationHasSetItselfIsNeverLeftOut() {
    Settings settings =
        Settings.production()
            .withPrefix("own.")
            .withConfigs(
                Map.of(Topic.RECOMMENDATIONS, Map.of("segment.bytes", Optional.of("" + 20 * MIB))));

    TopicAccessException refusal =
        assertThrows(TopicAccessException.class, topics(settings)::createMissing);
    assertTrue(
        refusal.getMessage().endsWith(": topics.recommendations.segment.bytes"),
        refusal.getMessage());
  }
}
