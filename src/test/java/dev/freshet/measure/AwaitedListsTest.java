package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.wire.Arm;
import dev.freshet.wire.Recommendations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitedListsTest {
  private static final long MILLI = 1_000_000;

  private final List<Long> waitedMicros = new ArrayList<>();
  private final AwaitedLists awaited = new AwaitedLists(2, waitedMicros::add);

  private static Recommendations list(String user, int partition, long offset) {
    var source = new Recommendations.Source("freshet.ratings", partition, offset);
    return new Recommendations(user, 0, 0, 1, source, "rating", Arm.TREATMENT, 0, List.of());
  }

  @Test
  void aRatingWaitsForTheListThatContainsIt() {
    awaited.sent("ada", 1, 7, 10 * MILLI);
    awaited.seen(list("ada", 1, 6), 20 * MILLI);
    assertEquals(1, awaited.awaited());
    awaited.seen(list("ada", 1, 7), 30 * MILLI);
    assertEquals(List.of(20_000L), waitedMicros);
    assertEquals(0, awaited.awaited());
    assertEquals(2, awaited.lists());
  }

  @Test
  void oneListAnswersAllRatingsOfItsUserUpToItsSource() {
    awaited.sent("ada", 1, 7, 0);
    awaited.sent("ada", 1, 9, MILLI);
    awaited.sent("ada", 1, 12, 2 * MILLI);
    awaited.seen(list("ada", 1, 9), 5 * MILLI);
    assertEquals(List.of(5_000L, 4_000L), waitedMicros);
    assertEquals(1, awaited.awaited());
  }

  @Test
  void listsOfOthersAnswerNothing() {
    awaited.sent("ada", 1, 7, 0);
    awaited.seen(list("ben", 1, 8), MILLI);
    awaited.seen(list("ada", 2, 8), MILLI);
    assertEquals(1, awaited.awaited());
    assertEquals(0, awaited.answered());
  }

  @Test
  void aListMayBeQuickerThanTheAcknowledgement() {
    awaited.seen(list("ada", 1, 7), 4 * MILLI);
    awaited.sent("ada", 1, 7, MILLI);
    assertEquals(List.of(3_000L), waitedMicros);
    assertEquals(0, awaited.awaited());
  }

  @Test
  void whoWasNotHeardOfForLongestIsGivenUp() {
    awaited.sent("ada", 1, 7, 0);
    awaited.sent("ben", 1, 8, 0);
    awaited.seen(list("ada", 1, 3), MILLI);
    awaited.sent("cleo", 1, 9, 0);
    assertEquals(2, awaited.awaited());
    awaited.seen(list("ben", 1, 8), 2 * MILLI);
    assertEquals(0, awaited.answered());
  }
}
