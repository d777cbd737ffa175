package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.ErrorSums;
import org.junit.jupiter.api.Test;

class LiveErrorTest {

  /** Squared errors 1, 0, 2 of the model and 1, 2, 3 of biases: d = 0, −2, −1. */
  private static final ErrorSums THREE = new ErrorSums(3, 3, 6, 5);

  @Test
  void ratioAndItsErrorAreThoseWorkedByHand() {
    LiveError error = LiveError.of(THREE);

    assertEquals(.5, error.ratio());
    assertEquals(Math.sqrt(.5), error.relative());
    // variance of d: (1 + 1 + 0) / 2 = 1; error of its mean √(1/3), over the mean of b, 2
    assertEquals(Math.sqrt(1 / 3.0) / 2, error.error(), 1e-12);
  }

  @Test
  void anErrorIsWorseIfItExceedsBothTheShareAndChance() {
    LiveError before = new LiveError(.81, .01, 5_000); // relative RMSE .9

    LiveError worse = new LiveError(.9025, .01, 5_000); // .95: 5.6% above, 6.5 standard errors
    assertTrue(worse.isWorseThan(before, .05f, 2));
    assertFalse(worse.isWorseThan(before, .06f, 2), "within the share");
    assertFalse(worse.isWorseThan(before, .05f, 7), "within chance");
    assertFalse(before.isWorseThan(before, 0, 0), "the same is no worse");
    assertFalse(before.isWorseThan(worse, 0, 0), "a better one is no worse");
  }

  @Test
  void withoutAnythingToCompareNothingIsWorse() {
    LiveError before = LiveError.of(THREE);
    LiveError one = LiveError.of(new ErrorSums(1, 100, 1, 9_801));
    LiveError perfectBiases = LiveError.of(new ErrorSums(10, 10, 0, 10));
    LiveError none = LiveError.of(ErrorSums.NONE);

    assertFalse(one.isWorseThan(before, 0, 1), "one rating has no standard error");
    assertFalse(perfectBiases.isWorseThan(before, 0, 1), "all ratings equal");
    assertFalse(before.isWorseThan(none, 0, 1));
    assertFalse(none.isWorseThan(before, 0, 1));
  }

  @Test
  void theSentenceHasBothFigures() {
    LiveError now = new LiveError(1.21, .01, 5_000);
    LiveError then = new LiveError(1, .01, 5_000);

    assertEquals(
        "over 5,000 ratings the live error is 1.1000 of that of biases alone, against 1.0000"
            + " before it: +10.0%",
        now.against(then, "before it"));
  }
}
