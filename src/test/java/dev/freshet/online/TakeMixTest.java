package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.TakeMix.Signal;
import org.junit.jupiter.api.Test;

/** The weights follow what is taken. */
class TakeMixTest {

  private static final float[] TWO_MOVIES = {
    1, 0, 0, 0, 0, 0, 0, 0, 0, // known of old
    0, 0, 0, 1, 0, 0, 0, 0, 0, // taken today
  };

  @Test
  void oneStepAsWorkedOutByHand() {
    TakeMix mix = TakeMix.of(new float[TakeMix.SIGNALS], new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1});

    mix.learn(TWO_MOVIES, 2, 1);

    // Both were equally likely, so the gradient is -1/2 for the first signal and 1/2 for the
    // fourth.
    float step = (float) (.05 * .5 / Math.sqrt(1.25));
    assertArrayEquals(new float[] {-step, 0, 0, step, 0, 0, 0, 0, 0}, mix.weights(), 1e-6f);
    assertArrayEquals(new float[] {1.25f, 1, 1, 1.25f, 1, 1, 1, 1, 1}, mix.squares(), 1e-6f);
  }

  @Test
  void theSignalThatTellsWhatIsTakenGainsWeight() {
    TakeMix mix = new TakeMix();
    float[] before = mix.weights();
    for (int i = 0; i < 100; i++) {
      mix.learn(TWO_MOVIES, 2, 0);
    }

    assertTrue(mix.weight(Signal.EVER) > before[0] + .1f, "" + mix.weight(Signal.EVER));
    assertTrue(mix.weight(Signal.DAY) < before[3] - .1f, "" + mix.weight(Signal.DAY));
    assertEquals(before[1], mix.weight(Signal.YEAR), "no movie had it");
  }

  @Test
  void numbersForOtherSignalsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> TakeMix.of(new float[5], new float[5]));
  }
}
