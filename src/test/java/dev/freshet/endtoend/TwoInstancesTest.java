package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.measure.Tally;
import dev.freshet.stream.FreshetStreams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariants I1 and I7 with two instances of each side and the work moving between them. */
@BrokerTest
class TwoInstancesTest {

  private static final String PREFIX = "freshet.";

  @Test
  void everyEventCountsOnceAlthoughTheWorkMovesBetweenInstances(
      @TempDir Path first, @TempDir Path second) {
    Tally tally = new Tally();
    Tally other = new Tally();
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      try (Audience audience = new Audience(cluster, PREFIX, 1);
          Ledger ledger = new Ledger(cluster, PREFIX)) {
        audience.publishCatalogue();
        FreshetStreams a = Cluster.start(cluster.settings(PREFIX, first), tally);
        audience.produceUntil("the first instance learns", () -> tally.learnedByMovies() > 200);

        try (FreshetStreams b = Cluster.start(cluster.settings(PREFIX, second), other)) {
          audience.produceUntil(
              "the second instance takes over a share of both sides",
              () -> other.learned() > 100 && other.learnedByMovies() > 100);
          long share = tally.learned();
          audience.produceUntil("the first learns on", () -> tally.learned() > share + 100);

          CompletableFuture<Void> stopped = CompletableFuture.runAsync(a::close);
          audience.produceUntil("the first instance stops", stopped::isDone);
          audience.produce(1_000);
          ledger.assertHolds(audience.expected);
          assertTrue(b.isRunning());
        } finally {
          a.close();
        }
      }
    }
    assertTrue(tally.handled() > 0 && Duration.ZERO.isZero());
  }
}
