package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StepSizeTest {
  @Test
  void withEqualFirstAndDecayItIsTheMeanShrunkToItsStartValue() {
    StepSize mean = new StepSize(1 / 6f, 1 / 6f, 0);
    float[] values = {4, 1, 3.5f, 2};
    float estimate = 3; // counts as five values of 3
    for (int n = 0; n < values.length; n++) {
      estimate += mean.at(n) * (values[n] - estimate);
    }
    assertEquals((5 * 3 + 4 + 1 + 3.5 + 2) / 9, estimate, 1e-6);
  }

  @Test
  void neverFallsBelowTheFloor() {
    StepSize rate = new StepSize(.5f, 1, .1f);
    assertEquals(.5f, rate.at(0));
    assertEquals(.25f, rate.at(1));
    assertEquals(.1f, rate.at(1_000_000));
  }

  @Test
  void refusesWhatIsNoStepSize() {
    assertThrows(IllegalArgumentException.class, () -> new StepSize(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new StepSize(.1f, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new StepSize(.1f, 0, .2f));
    assertThrows(IllegalArgumentException.class, () -> new StepSize(Float.NaN, 0, 0));
  }
}
