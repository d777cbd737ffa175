package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is learned again has been learned once the movie side has. */
class ReappliedTest {

  private static LearningProgress report(
      Side side, int partition, long again, long unreadable, long truncated) {
    return new LearningProgress(
        side,
        partition,
        3,
        9,
        9,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        unreadable,
        again,
        0,
        truncated,
        0,
        ErrorSums.NONE,
        List.of());
  }

  private static Reapplied of(LearningProgress... reports) {
    return Reapplied.of(List.of(reports));
  }

  private static final LearningProgress USERS_0 = report(Side.USERS, 0, 30, 0, 0);
  private static final LearningProgress USERS_1 = report(Side.USERS, 1, 10, 0, 0);
  private static final LearningProgress MOVIES_0 = report(Side.MOVIES, 0, 15, 0, 0);

  @Test
  void partitionsAddUpBecauseAUsersRatingsGoToAll() {
    Reapplied some = of(USERS_0, USERS_1, MOVIES_0, report(Side.MOVIES, 1, 24, 0, 0));
    assertEquals(new Reapplied(40, 39, 0, true), some);
    assertFalse(some.isLearned());
    assertEquals(39 / 40., some.share());
    assertTrue(of(USERS_0, USERS_1, MOVIES_0, report(Side.MOVIES, 1, 25, 0, 0)).isLearned());
  }

  @Test
  void whereNothingIsLearnedAgainNothingIsMissing() {
    Reapplied none = of(report(Side.USERS, 0, 0, 0, 0), report(Side.MOVIES, 0, 0, 0, 0));
    assertTrue(none.isLearned());
    assertEquals(1, none.share());
  }

  @Test
  void whatCannotBeReadIsNotWaitedFor() {
    Reapplied again = of(USERS_0, USERS_1, MOVIES_0, report(Side.MOVIES, 1, 24, 1, 0));
    assertTrue(again.isKnown());
    assertTrue(again.isLearned());
  }

  @Test
  void whatIsNotKnownIsNotWaitedFor() {
    long unknown = LearningProgress.UNKNOWN;
    assertTrue(of(USERS_0, report(Side.MOVIES, 0, unknown, 0, 0)).isLearned(), "begun before");
    assertTrue(of(USERS_0, report(Side.MOVIES, 0, 29, 0, 1)).isLearned(), "records were lost");
    assertFalse(of(USERS_0, report(Side.MOVIES, 0, 29, 0, 0)).isLearned());
  }
}
