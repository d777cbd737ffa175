package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CalmTest {

  private static final long LENGTH = Calm.LENGTH.toNanos();

  private boolean isThere;
  private int asked;
  private final Calm calm =
      new Calm(
          0,
          () -> {
            asked++;
            return isThere;
          });

  /** A trainer logged "retraining goes on" while its broker was away. */
  @Test
  void aClusterThatDoesNotAnswerIsNotCalm() {
    assertFalse(calm.isOver(LENGTH + 1));
    isThere = true;
    assertFalse(calm.isOver(LENGTH + 2), "the time began anew");
    assertTrue(calm.isOver(2 * LENGTH + 2));
    assertEquals(2, asked);
  }

  @Test
  void nobodyIsAskedBeforeTheTime() {
    assertFalse(calm.isOver(LENGTH));
    assertEquals(0, asked);
  }
}
