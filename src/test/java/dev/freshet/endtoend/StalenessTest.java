package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.endtoend.Expectation.Outcome;
import dev.freshet.measure.Tally;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant I6: the user side does not run away from the movie side. */
@BrokerTest
class StalenessTest {

  private static final String PREFIX = "freshet.";
  private static final int BOUND = 300;

  /** One more poll, of at most the bound, may pass within one check interval. */
  private static final int MOST = 2 * BOUND;

  @Test
  void withoutAMovieSideTheUserSideStopsAtTheBoundAndTheRestGoesOn(
      @TempDir Path userDir, @TempDir Path movieDir) {
    Tally tally = new Tally();
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      var staleness = new StalenessGate.Settings(BOUND, 0, BOUND, Duration.ofMillis(200));
      StreamSettings settings = cluster.settings(PREFIX, userDir, staleness);
      try (Audience audience = new Audience(cluster, PREFIX, 3);
          Ledger ledger = new Ledger(cluster, PREFIX);
          FreshetStreams users = Cluster.start(settings, EnumSet.of(Side.USERS), tally)) {
        audience.publishCatalogue();
        audience.produce(2_500);
        long accepted = audience.expected.produced() - audience.expected.count(Outcome.REJECTED);

        ledger.await("all is ingested", () -> ledger.records(Topic.RATINGS_BY_USER) == accepted);
        ledger.await("the gate closes", () -> tally.heldBackSeconds() > 1);
        assertTrue(audience.expected.count(Outcome.LEARNED) > 2 * MOST, "too few to tell");
        assertTrue(tally.learned() >= BOUND / 2, "only " + tally.learned() + " learned");
        assertTrue(tally.learned() <= MOST, tally.learned() + " learned without a movie side");

        try (FreshetStreams movies =
            Cluster.start(
                cluster.settings(PREFIX, movieDir),
                EnumSet.of(Side.MOVIES),
                LearningListener.NONE)) {
          ledger.assertHolds(audience.expected);
          assertTrue(movies.isRunning() && users.isRunning());
        }
      }
    }
  }
}
