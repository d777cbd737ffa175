package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Training takes the cores that are free, and no others. */
class PaceTest {

  @Test
  void aBusyMachineSlowsTrainingDownToTheLeastShare() {
    assertEquals(.5, Pace.next(1, .95, .1));
    assertEquals(.1, Pace.next(.15, .95, .1));
  }

  @Test
  void aFreeMachineQuickensItUpToTheWholeTime() {
    assertEquals(.6, Pace.next(.5, .3, .1), 1e-12);
    assertEquals(1, Pace.next(.95, .3, .1));
  }

  @Test
  void inBetweenItStaysAsItIs() {
    assertEquals(.4, Pace.next(.4, .8, .1));
  }

  @Test
  void itEndsTrainingWhenAsked() {
    assertTrue(new Pace(1, () -> true, () -> 0).getAsBoolean());
    assertFalse(new Pace(1, () -> false, () -> 0).getAsBoolean());
  }
}
