package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores stay only where every tombstone that they have not seen is still in its changelog. */
class StateAgeTest {

  private static final Duration RETENTION = Duration.ofDays(7);
  private static final Duration NONE = Duration.ZERO;

  @TempDir Path directory;

  private Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private final AtomicLong nanos = new AtomicLong();

  private StateAge process() {
    return new StateAge(directory, "freshet.users", new Now(), nanos::get);
  }

  private final class Now extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  /** Time goes by, on the clock and otherwise. */
  private void pass(Duration time) {
    now = now.plus(time);
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void storesOfUnknownAgeDoNotStay() throws IOException {
    assertFalse(process().mayStay(RETENTION));
    Files.writeString(directory.resolve("freshet.users.since"), "nonsense");
    assertFalse(process().mayStay(RETENTION));
  }

  @Test
  void anAbsenceCountsFromTheLastCleanStop() {
    StateAge first = process();
    first.begin();
    pass(Duration.ofDays(20));
    first.closed(NONE, true);
    pass(Duration.ofDays(3));
    assertTrue(process().mayStay(RETENTION));
    pass(Duration.ofDays(1));
    assertFalse(process().mayStay(RETENTION), "longer than half of the retention");
  }

  @Test
  void aKillAfterALongRunLeavesStoresAsOldAsTheirLastCleanStop() {
    process().begin();
    pass(Duration.ofDays(3));
    assertTrue(process().mayStay(RETENTION), "killed");
    pass(Duration.ofDays(3));
    assertFalse(process().mayStay(RETENTION), "killed again, never closed");
  }

  @Test
  void storesThatAnotherInstanceTookOverBeforeTheStopAreOlder() {
    StateAge first = process();
    first.begin();
    pass(Duration.ofDays(20));
    first.closed(Duration.ofDays(1), true);
    pass(Duration.ofHours(59));
    assertTrue(process().mayStay(RETENTION));
    pass(Duration.ofHours(1));
    assertFalse(process().mayStay(RETENTION));
  }

  @Test
  void storesThatNeverCaughtUpAreAsOldAsBefore() {
    process().begin();
    for (int day = 0; day < 3; day++) {
      StateAge restoring = process();
      pass(Duration.ofDays(1));
      restoring.closed(Duration.ofMinutes(20), false);
      assertTrue(process().mayStay(RETENTION), "after day " + day);
    }
    pass(Duration.ofHours(12));
    assertFalse(process().mayStay(RETENTION));
  }

  @Test
  void shortRunsDoNotMakeStoresYounger() {
    Duration leftBehind = Duration.ofMinutes(20);
    process().begin();
    for (int run = 0; run < 84; run++) {
      assertTrue(process().mayStay(RETENTION), "before run " + run);
      StateAge brief = process();
      pass(leftBehind.minusMillis(1));
      brief.closed(leftBehind, true);
      pass(Duration.ofHours(1).minus(leftBehind).plusMillis(1));
    }
    assertFalse(process().mayStay(RETENTION), "half of the retention after the beginning");

    process().begin();
    pass(Duration.ofDays(3));
    StateAge longer = process();
    pass(leftBehind);
    longer.closed(leftBehind, true);
    pass(Duration.ofDays(3));
    assertTrue(process().mayStay(RETENTION));
  }

  @Test
  void aClockThatWentBackIsNotBelieved() {
    process().begin();
    now = now.minus(Duration.ofSeconds(1));
    assertFalse(process().mayStay(RETENTION));
  }

  @Test
  void norOneThatWasSetWhileTheProcessRan() {
    for (Duration by : new Duration[] {Duration.ofHours(2), Duration.ofHours(-2)}) {
      StateAge running = process();
      running.begin();
      pass(Duration.ofDays(1));
      now = now.plus(by);
      running.closed(NONE, true);
      assertFalse(process().mayStay(RETENTION), by.toString());
    }
  }

  @Test
  void aClockThatWasAheadAtTheStopStillLeavesHalfOfTheRetention() {
    Duration wrong = Duration.ofDays(3);
    now = now.plus(wrong);
    StateAge first = process();
    first.begin();
    first.closed(NONE, true);
    now = now.minus(wrong);
    for (int day = 0; day < 60; day++) {
      boolean isSafe = day < RETENTION.toDays();
      assertTrue(isSafe || !process().mayStay(RETENTION), "after " + day + " days");
      pass(Duration.ofDays(1));
    }
  }
}
