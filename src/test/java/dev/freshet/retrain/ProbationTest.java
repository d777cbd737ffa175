package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.ErrorSums;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbationTest {

  private static final LiveWatch.Settings SETTINGS =
      new LiveWatch.Settings(.02f, new LiveWatch.Window(5_000, 2), .05f, Duration.ofDays(7));
  private static final ErrorSums BEFORE = new ErrorSums(100, 80, 100, 10);

  private static Optional<Probation> probation(Checkpoint.Watch watch) {
    Checkpoints checkpoints = new Checkpoints();
    checkpoints.put(CheckpointsTest.record(1, Fate.PROMOTED, null, 1_000).watched(watch));
    return Probation.of(checkpoints, List.of(), SETTINGS);
  }

  @Test
  void aPromotedModelHasYetToShowThatItIsNoWorse() {
    Probation probation = probation(Checkpoint.Watch.before(BEFORE)).orElseThrow();
    assertEquals(1, probation.generation());
    assertEquals(0, probation.ratings());
    assertEquals(
        "generation 1 is on probation: 0 of 5,000 ratings, once everybody has adopted it; nothing is"
            + " retrained unasked",
        probation.toString());
  }

  /** An adoption may take longer than a probation lasts, where a side is down. */
  @Test
  void timeCountsFromTheAdoption() {
    Checkpoint.Watch watch = Checkpoint.Watch.before(BEFORE);
    Checkpoint live = CheckpointsTest.record(1, Fate.PROMOTED, null, 1_000).watched(watch);
    Instant adopted = Instant.parse("2026-01-20T10:00:00Z");
    assertEquals(Duration.ZERO, Probation.liveFor(live, adopted));
    assertEquals(live, live.adoptedAt(1), "its window has not begun");

    Checkpoint begun = live.watched(watch.beginning(ErrorSums.NONE));
    Checkpoint noted = begun.adoptedAt(adopted.toEpochMilli());
    assertEquals(noted, noted.adoptedAt(1), "it is said once");
    assertEquals(Duration.ofDays(1), Probation.liveFor(noted, adopted.plus(Duration.ofDays(1))));
    assertEquals(
        "generation 1 is on probation: 0 of 5,000 ratings, or until 2026-01-27T10:00:00Z; nothing is"
            + " retrained unasked",
        probation(Objects.requireNonNull(noted.watch())).orElseThrow().toString());
    Checkpoint read = Checkpoint.fromJson(noted.toJson());
    assertEquals(noted, read);
  }

  @Test
  void whatHasShownItIsNotOnProbation() {
    Checkpoint.Watch over =
        Checkpoint.Watch.before(BEFORE).beginning(ErrorSums.NONE).full(BEFORE, BEFORE);
    assertEquals(Optional.empty(), probation(over));
  }

  @Test
  void aClockThatIsBehindDoesNotMakeTimePass() {
    Checkpoint live = CheckpointsTest.record(1, Fate.PROMOTED, null, 1_000);
    Instant decided = Instant.ofEpochMilli(live.decision().at());
    assertEquals(Duration.ZERO, Probation.liveFor(live, decided.minusSeconds(5)));
    assertEquals(Duration.ofSeconds(5), Probation.liveFor(live, decided.plusSeconds(5)));
    assertEquals(Duration.ZERO, Probation.liveFor(null, decided));
  }
}
