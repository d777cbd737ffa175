package dev.freshet.measure.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.measure.faults.Recount.RecountedOutcome;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The recount says what the contract says, worked out by hand. */
class RecountTest {

  private final Recount recount = new Recount();

  @Test
  void theNewestWordStandsAndTheSameAgainChangesNothing() {
    assertEquals(RecountedOutcome.LEARNED, recount.say("eve", "heat", 4.0, 10));
    assertEquals(RecountedOutcome.UNCHANGED, recount.say("eve", "heat", 4.0, 10));
    assertEquals(RecountedOutcome.LATE, recount.say("eve", "heat", 5.0, 9));
    assertEquals(RecountedOutcome.LEARNED, recount.say("eve", "heat", 4.0, 11));
    assertEquals(RecountedOutcome.RETRACTED, recount.say("eve", "heat", null, 12));
    assertEquals(RecountedOutcome.LATE, recount.say("eve", "heat", 3.0, 11));
    assertEquals(Set.of(), recount.standing("eve"));
    assertEquals(2, recount.movieSteps().get("heat"));
    assertEquals(6, recount.produced());
  }

  @Test
  void atEqualTimesARetractionWinsThenTheHigherRating() {
    assertEquals(RecountedOutcome.LEARNED, recount.say("eve", "heat", 3.0, 10));
    assertEquals(RecountedOutcome.LATE, recount.say("eve", "heat", 2.0, 10));
    assertEquals(RecountedOutcome.LEARNED, recount.say("eve", "heat", 3.5, 10));
    assertEquals(RecountedOutcome.RETRACTED, recount.say("eve", "heat", null, 10));
    assertEquals(RecountedOutcome.UNCHANGED, recount.say("eve", "heat", null, 10));
    assertEquals(RecountedOutcome.LATE, recount.say("eve", "heat", 5.0, 10));
  }

  @Test
  void forgettingTakesWhatIsAtOrBeforeItsTimeAndNothingElse() {
    recount.say("eve", "heat", 3.0, 10);
    recount.say("eve", "solaris", 3.0, 11);
    recount.say("eve", "stalker", 3.0, 12);
    assertEquals(RecountedOutcome.FORGOTTEN, recount.forget("eve", 11));
    assertEquals(Set.of("stalker"), recount.standing("eve"));
    assertTrue(recount.hasList("eve"));
    assertEquals(RecountedOutcome.FORGOTTEN, recount.say("eve", "heat", 3.0, 11));
    assertEquals(RecountedOutcome.FORGOTTEN, recount.forget("eve", 5));
    assertEquals(RecountedOutcome.RETRACTED, recount.say("eve", "stalker", null, 13));
    assertFalse(recount.hasList("eve"), "forgotten, and nothing stands");
    recount.say("adam", "heat", null, 1);
    assertTrue(recount.hasList("adam"), "never forgotten");
  }

  @Test
  void theSameSeedSaysTheSameAndLeavesNothingOut() {
    Recount other = new Recount();
    Churn one = new Churn(20, 30, .01, .05, 7, recount);
    Churn two = new Churn(20, 30, .01, .05, 7, other);
    for (int i = 0; i < 5_000; i++) {
      assertEquals(one.next(), two.next());
    }
    assertEquals(5_000, recount.produced());
    for (RecountedOutcome outcome : RecountedOutcome.values()) {
      assertTrue(recount.count(outcome) > 0, outcome.toString());
    }
  }
}
