package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.measure.Tally;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The topic of ratings may be somebody else's, with history, and may grow; the broker may pause.
 */
@BrokerTest
class RatingsTopicTest {

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = new Cluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static void createRatings(String prefix, int partitions) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topic.RATINGS.name(prefix), partitions, (short) 1)
                      .configs(Map.of("retention.ms", "-1"))))
          .all()
          .get();
    }
    cluster.createTopics(prefix);
  }

  @Test
  void historyIsLearnedAndEverythingWrittenIsOfToday(@TempDir Path stateDir) throws Exception {
    long begin = System.currentTimeMillis();
    createRatings("history.", Cluster.PARTITIONS + 3);
    try (Audience audience = Audience.ofThePast(cluster, "history.", 4);
        Ledger ledger = new Ledger(cluster, "history.")) {
      audience.publishCatalogue();
      audience.produce(2_000);
      try (FreshetStreams freshet =
          Cluster.start(cluster.settings("history.", stateDir), LearningListener.NONE)) {
        ledger.assertHolds(audience.expected);
        assertTrue(freshet.isRunning());
      }
      assertTrue(ledger.oldestTimestamp() >= begin, "written with " + ledger.oldestTimestamp());
    }
  }

  @Test
  void ratingsMayGrowWhileFreshetRuns(@TempDir Path stateDir) throws Exception {
    createRatings("grow.", 2);
    Tally tally = new Tally();
    try (Audience audience = new Audience(cluster, "grow.", 5);
        Ledger ledger = new Ledger(cluster, "grow.");
        FreshetStreams freshet = Cluster.start(cluster.settings("grow.", stateDir), tally)) {
      audience.publishCatalogue();
      audience.rateOnce(0, 600);
      Cluster.await("it learns", Duration.ofSeconds(60), () -> tally.learned() > 0);
      try (Admin admin = cluster.admin()) {
        admin
            .createPartitions(Map.of(Topic.RATINGS.name("grow."), NewPartitions.increaseTo(6)))
            .all()
            .get();
      }
      Cluster.await(
          "the producer sees it", Duration.ofSeconds(60), () -> audience.partitions() == 6);
      audience.rateOnce(600, 1_800);
      ledger.assertHolds(audience.expected);
      assertEquals(1_800, audience.expected.count(Expectation.Outcome.LEARNED));
      assertTrue(freshet.isRunning());
    }
  }

  @Test
  void aBrokerThatComesBackFindsFreshetGoingOn(@TempDir Path stateDir) {
    cluster.createTopics("restart.");
    Tally tally = new Tally();
    try (Audience audience = new Audience(cluster, "restart.", 6)) {
      audience.publishCatalogue();
      try (FreshetStreams freshet = Cluster.start(cluster.settings("restart.", stateDir), tally)) {
        audience.produceUntil("it learns", () -> tally.learnedByMovies() > 200);
        audience.produce(500); // A backlog: the stop hits it at work.
        cluster.broker().restart();
        audience.produce(300);
        try (Ledger ledger = new Ledger(cluster, "restart.")) {
          ledger.assertHolds(audience.expected);
        }
        assertTrue(freshet.isRunning());
      }
    }
  }
}
