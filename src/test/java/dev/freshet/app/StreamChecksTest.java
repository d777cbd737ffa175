package dev.freshet.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.serve.HealthCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

class StreamChecksTest {

  private static Optional<String> gate(Duration shutFor) {
    return StreamChecks.gate(() -> shutFor, () -> 5_012, () -> 4_500).problem();
  }

  @Test
  void aGateThatIsShutForMinutesIsNotReady() {
    assertTrue(gate(Duration.ZERO).isEmpty());
    assertTrue(gate(StreamChecks.SHUT_FOR).isEmpty());
    assertEquals(
        "ratings are held back for 121 s: 5012 updates wait for the movie side, the bound is 4500;"
            + " see whether the movie side runs",
        gate(Duration.ofSeconds(121)).orElseThrow());
  }

  @Test
  void anInstanceIsReadyOnceItHasHadPartitions() {
    AtomicReference<KafkaStreams.State> state =
        new AtomicReference<>(KafkaStreams.State.REBALANCING);
    AtomicBoolean hasPartitions = new AtomicBoolean();
    HealthCheck check = StreamChecks.side(state::get, hasPartitions::get, () -> 0);
    assertEquals("is REBALANCING", check.problem().orElseThrow());
    state.set(KafkaStreams.State.RUNNING);
    assertEquals("has no partitions yet", check.problem().orElseThrow());
    hasPartitions.set(true);
    assertTrue(check.problem().isEmpty());
    hasPartitions.set(false);
    assertTrue(check.problem().isEmpty());
  }

  @Test
  void anInstanceThatIsOneTooManyIsReadyAfterAWhile() {
    AtomicLong nanos = new AtomicLong();
    HealthCheck check =
        StreamChecks.side(() -> KafkaStreams.State.RUNNING, () -> false, nanos::get);
    assertEquals("has no partitions yet", check.problem().orElseThrow());
    nanos.set(StreamChecks.NEW_FOR.toNanos() + 1);
    assertTrue(check.problem().isEmpty());
  }

  /** Before it runs it reads the catalogue and restores stores, for longer than that. */
  @Test
  void theWhileBeginsOnceItRuns() {
    AtomicLong nanos = new AtomicLong();
    AtomicReference<KafkaStreams.State> state =
        new AtomicReference<>(KafkaStreams.State.REBALANCING);
    HealthCheck check = StreamChecks.side(state::get, () -> false, nanos::get);
    assertEquals("is REBALANCING", check.problem().orElseThrow());
    nanos.set(StreamChecks.NEW_FOR.toNanos() + 1);
    state.set(KafkaStreams.State.RUNNING);
    assertEquals("has no partitions yet", check.problem().orElseThrow());
  }

  @Test
  void aSideThatNobodyWatchesIsNotReady() {
    assertTrue(StreamChecks.staleness(() -> true).problem().isEmpty());
    assertTrue(
        StreamChecks.staleness(() -> false).problem().orElseThrow().contains("ratings will wait"));
  }
}
