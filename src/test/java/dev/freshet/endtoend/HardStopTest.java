package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL in the middle of a stream. Afterwards every store holds what it would hold without: the
 * ledger compares ratings, event times, steps of users and movies, counters and lists with what the
 * events alone say, {@link Expectation}.
 */
@BrokerTest
class HardStopTest {

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = new Cluster();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void afterAHardStopNothingIsLostOrCountedTwice(@TempDir Path stateDir) {
    killAndGoOn("same.", stateDir, stateDir);
  }

  @Test
  void norWhereTheDiskIsLostAsWell(@TempDir Path stateDir, @TempDir Path empty) {
    killAndGoOn("lost.", stateDir, empty);
  }

  private static void killAndGoOn(String prefix, Path before, Path after) {
    cluster.createTopics(prefix);
    try (Audience audience = new Audience(cluster, prefix, 2);
        Ledger ledger = new Ledger(cluster, prefix)) {
      audience.publishCatalogue();
      audience.produce(500);
      try (FreshetProcess first = FreshetProcess.start(cluster, prefix, before)) {
        ledger.await("the first process commits", () -> ledger.handled() > 200);
        long committed = ledger.handled();
        audience.produceUntil(
            "it goes on",
            () -> {
              ledger.read();
              return ledger.handled() > committed + 500;
            });
        audience.produce(1_000); // A backlog: the stop hits it at work.
        assertTrue(first.isAlive());
        first.kill();
      }
      ledger.read();
      assertTrue(ledger.handled() < audience.expected.produced(), "nothing was left to do");
      audience.produce(200);
      try (FreshetProcess second = FreshetProcess.start(cluster, prefix, after)) {
        ledger.assertHolds(audience.expected);
        assertTrue(second.isAlive());
      }
    }
  }
}
