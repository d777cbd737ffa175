package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TroubleTest {

  private static final long AT = 1_700_000_000_123L;

  private final List<Integer> told = new ArrayList<>();
  private final Trouble trouble =
      new Trouble(
          new RetrainListener() {
            @Override
            public void failing(int times) {
              told.add(times);
            }
          });

  private static Checkpoint failed(int generation) {
    return CheckpointsTest.record(generation, Fate.FAILED, null, 0);
  }

  @Test
  void aTrainerThatCannotReachKafkaWaitsLongerEachTime() {
    Throwable away = new TimeoutException("nobody answers");
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      pauses.add(trouble.termEnded(away, AT + 1_000L * i));
    }
    assertEquals(
        List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L), pauses.stream().map(Duration::toSeconds).toList());
    assertEquals(
        Optional.of(
            "does not get to work since 2023-11-14T22:13:20Z: TimeoutException: nobody answers"),
        trouble.problem());

    trouble.isWell();

    assertEquals(Optional.empty(), trouble.problem());
    assertEquals(Duration.ofSeconds(2), trouble.termEnded(away, AT));
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 0, 1), told);
  }

  @Test
  void candidatesThatFailedAreToldWithTheirNewestReasonUntilOneDoesNot() {
    trouble.failed(List.of(failed(3)));
    assertEquals(
        Optional.of("failed at 1970-01-01T00:00:00Z, generation 3: as it was"), trouble.problem());
    trouble.failed(List.of(failed(4), failed(3)));
    assertEquals(
        Optional.of("failed 2 times since 1970-01-01T00:00:00Z, generation 4: as it was"),
        trouble.problem());
    trouble.failed(List.of());
    assertEquals(Optional.empty(), trouble.problem());
    assertEquals(List.of(1, 2, 0), told);
  }

  @Test
  void anAdoptionThatDoesNotEndIsToldUntilItGoesOn() {
    trouble.failed(List.of(failed(3)));
    trouble.adopting("generation 7 waits");
    assertEquals(Optional.of("generation 7 waits"), trouble.problem());
    trouble.adopting(null);
    assertEquals(
        Optional.of("failed at 1970-01-01T00:00:00Z, generation 3: as it was"), trouble.problem());
  }
}
