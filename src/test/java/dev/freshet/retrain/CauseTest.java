package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.Checkpoint.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CauseTest {

  private static final RetrainSettings.Cadence SCHEDULE =
      new RetrainSettings.Cadence(1_000, .1f, Duration.ofMinutes(1));
  private static final List<Checkpoint> ONE = List.of(checkpoint(1, Fate.PROMOTED, null, 1_000));

  private static final LiveWatch.Observation NOTHING = LiveWatch.Observation.NOTHING;
  private static final LiveWatch.Observation PROBATION =
      new LiveWatch.Observation(null, null, null, true);
  private static final LiveWatch.Observation BACK =
      new LiveWatch.Observation(ONE.get(0), "it is worse", null, false);
  private static final LiveWatch.Observation DRIFT =
      new LiveWatch.Observation(null, null, "it became worse", false);

  @Test
  void theScheduleRetrainsFirstAfterANumberThenAfterGrowth() {
    assertNull(Cause.of(NOTHING, 0, null, List.of(), 999, SCHEDULE, false));
    assertEquals(
        new Cause(Trigger.FIRST, "1000 events"),
        Cause.of(NOTHING, 0, null, List.of(), 1_000, SCHEDULE, false));
    assertNull(Cause.of(NOTHING, 0, null, ONE, 1_099, SCHEDULE, false));
    assertEquals(
        new Cause(Trigger.GROWTH, "1101 events after 1000"),
        Cause.of(NOTHING, 0, null, ONE, 1_101, SCHEDULE, false));
  }

  @Test
  void goingBackComesBeforeRequestsAndRequestsBeforeTheSchedule() {
    assertEquals(
        new Cause(Trigger.WATCH, "it is worse"),
        Cause.of(BACK, 3, null, ONE, 2_000, SCHEDULE, false));
    assertEquals(
        new Cause(Trigger.REQUEST, "3 request(s)"),
        Cause.of(NOTHING, 3, null, ONE, 2_000, SCHEDULE, false));
    assertEquals(
        new Cause(Trigger.DRIFT, "it became worse"),
        Cause.of(DRIFT, 0, null, ONE, 1_001, SCHEDULE, false));
  }

  @Test
  void settingsThatAskForOtherFactorsDoNotWaitForTheSchedule() {
    assertEquals(
        new Cause(Trigger.SETTINGS, "another rank"),
        Cause.of(PROBATION, 0, "another rank", ONE, 1_000, SCHEDULE, false));
  }

  @Test
  void nothingIsRetrainedUnaskedWhileAPromotedModelIsOnProbation() {
    assertNull(Cause.of(PROBATION, 0, null, ONE, 2_000, SCHEDULE, false));
    assertEquals(
        new Cause(Trigger.REQUEST, "1 request(s)"),
        Cause.of(PROBATION, 1, null, ONE, 2_000, SCHEDULE, false));
  }

  @Test
  void whatWasSentBackIsNotTrainedAgainUntilThereIsMore() {
    List<Checkpoint> sentBack =
        List.of(checkpoint(1, Fate.ROLLED_BACK, null, 1_000), checkpoint(2, Fate.PROMOTED, 0, 0));

    assertNull(Cause.of(NOTHING, 0, null, sentBack, 1_099, SCHEDULE, false));
    assertEquals(
        new Cause(Trigger.GROWTH, "1101 events after 1000"),
        Cause.of(NOTHING, 0, null, sentBack, 1_101, SCHEDULE, false));
  }

  /** The sequence counts them, no snapshot does. */
  @Test
  void eventsThatChangeNothingLeadToOneMoreCandidateAtMost() {
    List<Checkpoint> checkpoints = new ArrayList<>(ONE);
    int retrained = 0;
    for (int look = 0; look < 50; look++) {
      Cause cause = Cause.of(NOTHING, 0, null, checkpoints, 1_200, SCHEDULE, false);
      if (cause != null) {
        retrained++;
        checkpoints.add(
            checkpoint(checkpoints.size() + 1, Fate.REFUSED, null, 1_000).knowing(1_200));
      }
    }
    assertEquals(1, retrained);
    assertEquals(
        new Cause(Trigger.GROWTH, "1321 events after 1200"),
        Cause.of(NOTHING, 0, null, checkpoints, 1_321, SCHEDULE, false));
  }

  @Test
  void whatFailedWasNotTrainedAndIsTriedAgainAfterARest() {
    List<Checkpoint> checkpoints =
        List.of(ONE.get(0), checkpoint(2, Fate.FAILED, null, 0).knowing(1_200));

    assertNull(Cause.of(NOTHING, 0, null, checkpoints, 1_200, SCHEDULE, true));
    assertEquals(
        new Cause(Trigger.GROWTH, "1200 events after 1000"),
        Cause.of(NOTHING, 0, null, checkpoints, 1_200, SCHEDULE, false));
  }

  @Test
  void whileItRestsOnlyARequestIsFollowed() {
    assertNull(Cause.of(BACK, 0, null, ONE, 2_000, SCHEDULE, true));
    assertNull(Cause.of(DRIFT, 0, "another rank", ONE, 2_000, SCHEDULE, true));
    assertEquals(
        new Cause(Trigger.REQUEST, "1 request(s)"),
        Cause.of(BACK, 1, "another rank", ONE, 2_000, SCHEDULE, true));
  }

  @Test
  void aGenerationThatCameBackByItselfSaysWhy() {
    Cause cause = new Cause(Trigger.WATCH, "it is worse");

    Checkpoint back = cause.of(checkpoint(2, Fate.PROMOTED, 0, 0));
    Checkpoint gone = cause.of(checkpoint(2, Fate.REFUSED, 0, 0));

    assertEquals("generation 0 came back by itself: it is worse", back.reason());
    assertEquals(Trigger.WATCH, back.trigger());
    assertEquals("as it was", gone.reason(), "why it could not come back");
    assertEquals("generation 2 brought 0 back by itself", ONE.get(0).rolledBack(back).reason());
  }

  private static Checkpoint checkpoint(
      int generation, Fate fate, @Nullable Integer restores, long events) {
    return new Checkpoint(
        generation,
        new Checkpoint.Decision(fate, "as it was", 0),
        new Checkpoint.Lineage(0, restores),
        9,
        Checkpoint.Judgement.NONE,
        Checkpoint.Seconds.NONE,
        List.of(events));
  }
}
