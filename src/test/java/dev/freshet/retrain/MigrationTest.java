package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Checkpoint.Space;
import org.junit.jupiter.api.Test;

class MigrationTest {

  private static final Space LIVE = new Space(32, 2.75f, .5f, 5);

  @Test
  void theSameSettingsAskForNothing() {
    assertNull(Migration.between(LIVE, new Space(32, 2.75f, .5f, 5)));
  }

  @Test
  void itSaysWhatChanged() {
    assertEquals(
        "learn.rank changed from 32 to 16", Migration.between(LIVE, new Space(16, 2.75f, .5f, 5)));
    assertEquals(
        "the scale changed from 0.5-5.0 to 1.0-10.0",
        Migration.between(LIVE, new Space(32, 5.5f, 1, 10)));
    assertEquals(
        "learn.mean changed from 2.75 to 3.5",
        Migration.between(LIVE, new Space(32, 3.5f, .5f, 5)));
  }

  /** RMSE 1 live: 2% of the squared error and one standard error of .01 may be lost. */
  @Test
  void aMigrationIsRefusedOnlyWhereItIsMuchWorse() {
    assertTrue(verdict(-.029).ofMigration(1).promoted());
    assertFalse(verdict(-.031).ofMigration(1).promoted());
    String reason = verdict(-.031).ofMigration(1).reasonOfMigration("learn.rank changed");
    assertTrue(reason.startsWith("learn.rank changed: much worse on the newest 1,000"), reason);
    assertTrue(verdict(.001).ofMigration(1).promoted(), "better, though not by more than chance");
  }

  private static Gate.Verdict verdict(double gain) {
    return new Gate.Verdict(1_000, Math.sqrt(1 - gain), 1, gain, .01, false);
  }
}
