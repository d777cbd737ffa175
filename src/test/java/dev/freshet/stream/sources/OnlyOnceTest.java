package dev.freshet.stream.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.SourceLog;
import dev.freshet.wire.SourcePosition;
import dev.freshet.wire.UserProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Nothing is taken in twice, and nothing new is passed over, whatever becomes of the source. */
class OnlyOnceTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 3);

  private final Map<String, Uuid> broker = new HashMap<>(Map.of("t", new Uuid(1, 1)));
  private int asked;
  private long now;
  private final SourceLogs logs =
      new SourceLogs(
          () -> {
            asked++;
            return broker;
          },
          () -> now,
          true);
  private MovieProgress progress = new MovieProgress();
  private OnlyOnce once = new OnlyOnce(PARTITION, logs);

  @Test
  void aGroupThatLostItsOffsetsTakesNothingInAgain() {
    logs.askAgain();
    hand(0, 99, 4);
    assertEquals(100, takenIn(0, 99));

    restart();
    hand(0, 99, 4);
    hand(100, 119, 5);
    assertEquals(20, takenIn(0, 119));

    assertCounts(100, 0);
    assertEquals(1, asked, "once at the start, and that was a moment ago");
  }

  @Test
  void withNothingKnownButOffsetsNothingIsTakenInAgain() {
    broker.clear();
    assertEquals(100, takenIn(0, 99));
    restart();
    assertEquals(20, takenIn(0, 119));
    assertCounts(100, 0);
  }

  @Test
  void offsetsThatWereGivenAgainByAnotherLeaderAreNew() {
    hand(0, 99, 4);
    takenIn(0, 99);

    restart();
    hand(0, 79, 4); // 80 to 99 were lost
    hand(80, 109, 5);
    assertEquals(30, takenIn(0, 109));
    assertCounts(80, 1);

    restart();
    hand(0, 79, 4);
    hand(80, 109, 5);
    assertEquals(0, takenIn(0, 109), "and from then on they were taken in");
    assertCounts(190, 1);
  }

  @Test
  void aTopicThatWasCreatedAnewIsNewWhetherAtTheStartOrMeanwhile() {
    logs.askAgain();
    hand(0, 99, 4);
    takenIn(0, 99);

    broker.put("t", new Uuid(1, 2));
    now += 2_000_000_000;
    hand(0, 49, 0);
    assertEquals(50, takenIn(0, 49), "asked again, for offsets go back");
    assertCounts(0, 1);

    restart();
    hand(0, 59, 0);
    assertEquals(10, takenIn(0, 59));
    assertCounts(50, 1);
  }

  @Test
  void aLongRunOfRepeatedRecordsAsksOnce() {
    hand(0, 99, 4);
    takenIn(0, 99);
    asked = 0;
    for (long offset = 0; offset < 100; offset++) {
      now += 2_000_000_000;
      assertFalse(once.takesIn(progress, offset));
    }
    assertEquals(1, asked);
  }

  @Test
  void aTopicThatWasCreatedAnewIsNewAsSoonAsTheBrokerTells() {
    logs.askAgain();
    hand(0, 99, 4);
    takenIn(0, 99);

    broker.clear();
    now += 2_000_000_000;
    hand(0, 99, 0);
    assertEquals(0, takenIn(0, 9), "nobody tells");
    broker.put("t", new Uuid(1, 2));
    assertEquals(0, takenIn(10, 19), "a question was a moment ago");
    now += 2_000_000_000;
    assertEquals(80, takenIn(20, 99));
    assertCounts(20, 1);
    assertEquals(3, asked);
  }

  @Test
  void anIdThatWasUnknownAtTheStartIsLearnedWhileNothingIsOdd() {
    Map<String, Uuid> later = new HashMap<>(broker);
    broker.clear();
    logs.askAgain();
    hand(0, 99, 4);
    takenIn(0, 49);
    broker.putAll(later);
    now += 2_000_000_000;
    takenIn(50, 99);
    assertEquals(new Uuid(1, 1), progress.position().topic());
    assertEquals(2, asked);
  }

  @Test
  void eventsThatAreRoutedAgainAreTakenInOnce() {
    UserProgress users = new UserProgress();
    SourceLog log = SourceLog.of(4, new Uuid(1, 1));
    for (int offset = 0; offset < 10; offset++) {
      assertTrue(once.takesIn(users, users.sources(), event(0, offset, log)));
      assertTrue(once.takesIn(users, users.sources(), event(1, offset, log)));
    }

    UserProgress read = UserProgress.fromBytes(users.toBytes());
    for (int offset = 0; offset < 10; offset++) {
      assertFalse(once.takesIn(read, read.sources(), event(0, offset, log)));
      assertFalse(once.takesIn(read, read.sources(), event(1, offset, log)));
    }
    assertTrue(once.takesIn(read, read.sources(), event(0, 10, log)));
    assertEquals(20, read.report(3).repeated());
    assertEquals(0, read.sequence());

    SourceLog anew = SourceLog.of(0, new Uuid(1, 2));
    assertTrue(once.takesIn(read, read.sources(), event(0, 0, anew)));
    SourceLog reelected = SourceLog.of(5, new Uuid(1, 1));
    assertTrue(once.takesIn(read, read.sources(), event(1, 5, reelected)));
    assertEquals(2, read.report(3).truncated());
  }

  /** A crash may leave the position ahead of what was learned and sent. */
  @Test
  void withAtLeastOnceNothingIsPassedOver() {
    SourceLogs atLeastOnce = new SourceLogs(() -> broker, () -> now, false);
    once = new OnlyOnce(PARTITION, atLeastOnce);
    atLeastOnce.of(PARTITION).note(PartitionLogTest.batch(0, 119, 4));
    assertEquals(100, takenIn(0, 99));

    progress = MovieProgress.fromBytes(progress.toBytes());
    once = new OnlyOnce(PARTITION, atLeastOnce);
    assertEquals(70, takenIn(50, 119));
    assertCounts(0, 0);
    assertEquals(120, progress.position().next(), "positions are kept");

    UserProgress users = new UserProgress();
    SourceLog log = SourceLog.of(4, new Uuid(1, 1));
    for (int offset : new int[] {0, 1, 2, 9, 3, 4, 9}) { // the batch of 3 and 4 expired at first
      assertTrue(once.takesIn(users, users.sources(), event(0, offset, log)), "at " + offset);
    }
    assertEquals(0, users.report(3).repeated());
    assertEquals(9, users.sources().newest(0));
  }

  private static RoutedEvent event(int partition, long offset, SourceLog log) {
    return new RoutedEvent(
        RatingEvent.Kind.RATE, "m", 4, 0, 0, new SourcePosition(partition, offset), log, null);
  }

  private void hand(long first, long last, int epoch) {
    logs.of(PARTITION).note(PartitionLogTest.batch(first, last, epoch));
  }

  /** Number of records that are taken in. */
  private int takenIn(long first, long last) {
    int taken = 0;
    for (long offset = first; offset <= last; offset++) {
      taken += once.takesIn(progress, offset) ? 1 : 0;
    }
    return taken;
  }

  private void restart() {
    progress = MovieProgress.fromBytes(progress.toBytes());
    once = new OnlyOnce(PARTITION, logs);
  }

  private void assertCounts(long repeated, long truncated) {
    LearningProgress report = progress.report(3);
    assertEquals(repeated, report.repeated(), "repeated");
    assertEquals(truncated, report.truncated(), "truncated");
  }
}
