package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.stream.staleness.StalenessGate;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CatchingUpTest {

  private static final int TICK = 10; // ms

  private final CatchingUp catchingUp = new CatchingUp();
  private long now = 1_767_225_600_000L;

  /** Lets seconds pass in which so many are learned at each tick. */
  private void learn(int seconds, int perTick, long waiting) {
    for (int tick = 0; tick < seconds * 1_000 / TICK; tick++) {
      now += TICK;
      for (int i = 0; i < perTick; i++) {
        catchingUp.learned(now);
      }
      catchingUp.tick(waiting, now);
    }
  }

  @Test
  void moreThanCanBeLearnedInSecondsIsABacklog() {
    learn(20, 10, 100);
    assertFalse(catchingUp.isBehind());
    learn(1, 10, 50_000);
    assertTrue(catchingUp.isBehind());
    learn(1, 10, 1_500);
    assertFalse(catchingUp.isBehind(), "these take little more than a second");
  }

  @Test
  void whatAPollBringsIsNone() {
    learn(1, 1, 500);
    assertFalse(catchingUp.isBehind());
  }

  @Test
  void whileNothingIsLearnedNothingIsBeingCaughtUpWith() {
    learn(1, 10, 50_000);
    assertTrue(catchingUp.isBehind());
    learn(3, 0, 50_000);
    assertFalse(catchingUp.isBehind());
  }

  @Test
  void aClockThatIsSetBackChangesNothing() {
    learn(20, 10, 50_000);
    now -= Duration.ofHours(1).toMillis();
    learn(1, 10, 50_000);
    assertTrue(catchingUp.isBehind());
    learn(20, 10, 1_500);
    assertFalse(catchingUp.isBehind());
  }

  @Test
  void theGateKnowsWhatWaitsFromOffsetsAlone() {
    StalenessGate gate = new StalenessGate(StalenessGate.Settings.defaults());
    assertEquals(0, gate.waiting(3), "nothing is known");
    gate.delivered(3, 100, 199, 100);
    assertEquals(0, gate.waiting(3), "nor here");
    gate.follow(3, 1_000);
    assertEquals(1_100, gate.waiting(3));
    gate.learned(3, 149);
    assertEquals(1_050, gate.waiting(3));
    gate.delivered(3, 200, 1_199, 1_000);
    assertEquals(1_050, gate.waiting(3), "these were counted");
    gate.learned(3, 1_199);
    assertEquals(0, gate.waiting(3));
    gate.revoked(java.util.List.of(3));
    assertEquals(0, gate.waiting(3));
  }

  @Test
  void whatWaitsToBeRoutedIsABacklogOfThePartitionsItWillComeTo() {
    StalenessGate gate = new StalenessGate(StalenessGate.Settings.defaults());
    gate.delivered(3, 0, 0, 1);
    gate.delivered(4, 0, 0, 1);
    TopicPartition ratings = new TopicPartition("freshet.ratings", 7);
    gate.feeds(ratings, 900_000);
    gate.feeds(new TopicPartition("freshet.checkpoint-users", 7), 500_000);
    assertEquals(450_000, gate.waiting(3));
    gate.feeds(ratings, 0);
    assertEquals(0, gate.waiting(3));
  }
}
