package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.measure.Tally;
import dev.freshet.stream.FreshetStreams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I1 while partitions move under load, again and again. The topics of checkpoints are
 * empty: of their partitions no offset is committed, and whoever asks for their position fails.
 */
@BrokerTest
class RollingRestartsTest {

  private static final String PREFIX = "freshet.";
  private static final int ROUNDS = 3;

  @Test
  void noUpdateIsLostHoweverOftenInstancesAreRestarted(@TempDir Path first, @TempDir Path second) {
    try (Cluster cluster = new Cluster()) {
      cluster.createTopics(PREFIX);
      List<Path> directories = List.of(first, second);
      List<FreshetStreams> instances = new ArrayList<>();
      try (Audience audience = new Audience(cluster, PREFIX, 7);
          Ledger ledger = new Ledger(cluster, PREFIX)) {
        audience.publishCatalogue();
        for (Path directory : directories) {
          instances.add(start(cluster, directory, audience));
        }
        for (int round = 0; round < ROUNDS; round++) {
          for (int i = 0; i < instances.size(); i++) {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(instances.get(i)::close);
            audience.produceUntil("instance " + i + " stops", stopped::isDone);
            instances.set(i, start(cluster, directories.get(i), audience));
          }
        }
        audience.produce(500);
        ledger.assertHolds(audience.expected);
        for (FreshetStreams instance : instances) {
          assertTrue(instance.isRunning());
        }
      } finally {
        instances.forEach(FreshetStreams::close);
      }
    }
  }

  /** An instance that has taken over a share of both sides. */
  private static FreshetStreams start(Cluster cluster, Path directory, Audience audience) {
    Tally tally = new Tally();
    FreshetStreams instance = Cluster.start(cluster.settings(PREFIX, directory), tally);
    audience.produceUntil(
        "an instance takes over a share of both sides",
        () -> tally.learned() > 50 && tally.learnedByMovies() > 50);
    return instance;
  }
}
