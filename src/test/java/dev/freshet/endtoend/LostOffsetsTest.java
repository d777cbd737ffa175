package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.Eventually;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant I1 after an outage longer than the brokers keep the offsets of empty groups. */
@BrokerTest
class LostOffsetsTest {

  private static final String PREFIX = "freshet.";

  @Test
  void nothingIsLearnedTwiceAfterBothGroupsHaveLostTheirOffsets(@TempDir Path directory)
      throws Exception {
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      StreamSettings settings = cluster.settings(PREFIX, directory.resolve("state"));
      try (Audience audience = new Audience(cluster, PREFIX, 6);
          Ledger ledger = new Ledger(cluster, PREFIX)) {
        audience.publishCatalogue();
        audience.rateOnce(0, 600);
        try (var before = Cluster.start(settings, LearningListener.NONE)) {
          ledger.assertHolds(audience.expected);
          assertTrue(before.isRunning());
        }

        loseOffsets(cluster, settings);
        audience.rateOnce(600, 700);
        try (FreshetStreams after = Cluster.start(settings, LearningListener.NONE)) {
          ledger.await(
              "everything was read again",
              () ->
                  ledger.users(LearningProgress::repeated) >= 600
                      && ledger.movies(LearningProgress::repeated) >= 600);
          ledger.assertHolds(audience.expected);
          assertEquals(700, ledger.users(LearningProgress::sequence));
          assertEquals(700, ledger.movies(LearningProgress::learned));
          assertEquals(0, ledger.users(LearningProgress::truncated));
          assertEquals(0, ledger.movies(LearningProgress::truncated));
          assertTrue(after.isRunning());

          Program.Result doctor = doctor(cluster, directory, "--strict", "--wait", "40s");
          assertEquals(0, doctor.exitCode(), doctor.out() + doctor.err());
        }
      }
    }
  }

  @Test
  void aTopicThatIsCreatedAnewIsLearnedFromItsBeginningAndSaid(@TempDir Path directory)
      throws Exception {
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      StreamSettings settings = cluster.settings(PREFIX, directory.resolve("state"));
      try (Audience audience = new Audience(cluster, PREFIX, 8)) {
        audience.publishCatalogue();
        audience.rateOnce(0, 600);
        try (Ledger ledger = new Ledger(cluster, PREFIX);
            var before = Cluster.start(settings, LearningListener.NONE)) {
          ledger.assertHolds(audience.expected);
          assertTrue(before.isRunning());
        }

        try (Admin admin = cluster.admin()) {
          admin.deleteTopics(List.of(Topic.MOVIE_UPDATES.name(PREFIX))).all().get();
          Eventually.isGone(admin, Topic.MOVIE_UPDATES.name(PREFIX));
        }
        cluster.createTopics(PREFIX);
        audience.rateOnce(600, 1_200);
        try (Ledger ledger = new Ledger(cluster, PREFIX);
            FreshetStreams after = Cluster.start(settings, LearningListener.NONE)) {
          ledger.assertHolds(audience.expected);
          assertEquals(1_200, ledger.movies(LearningProgress::learned));
          assertEquals(0, ledger.movies(LearningProgress::repeated));
          assertEquals(Cluster.PARTITIONS, ledger.movies(LearningProgress::truncated));
          assertEquals(0, ledger.users(LearningProgress::truncated));
          assertTrue(after.isRunning());
          Program.Result doctor = doctor(cluster, directory);
          assertEquals(1, doctor.exitCode(), doctor.out() + doctor.err());
          assertTrue(
              doctor.out().contains("movie-updates was cut off or created anew"), doctor.out());
        }
      }
    }
  }

  private static Program.Result doctor(Cluster cluster, Path directory, String... more)
      throws Exception {
    List<String> line =
        new ArrayList<>(List.of("doctor", "-b", cluster.servers(), "--prefix", PREFIX));
    line.addAll(List.of(more));
    return Program.run(directory.resolve("doctor.log"), line.toArray(String[]::new));
  }

  private static void loseOffsets(Cluster cluster, StreamSettings settings) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin
          .deleteConsumerGroups(List.of(settings.userApplication(), settings.movieApplication()))
          .all()
          .get();
    }
  }
}
