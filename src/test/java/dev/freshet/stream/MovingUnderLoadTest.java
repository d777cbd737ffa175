package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.stream.staleness.StalenessGate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Fresh ratings keep flowing while any number of others is learned again (invariant I6), whatever
 * the movie side is able to learn. One thread of the user side and a movie side of fixed speed in
 * another process, simulated in steps of a millisecond: gate, turns and rate are the real ones.
 */
class MovingUnderLoadTest {

  private static final int REAPPLIED = 60_000;
  private static final int POLL = 500;
  private static final int USUAL = 60; // ms

  /** What the user side learns, fresh or again, in a millisecond. */
  private static final double USER_SIDE = 40;

  private static final int TICK = 10; // ms
  private static final int COMMIT = 40; // ms

  @Test
  void aModestStreamDoesNotNotice() {
    Run run = new Run(400, 15_000, 20).whole();
    run.assertFreshPerSecond(390);
    run.assertLongestWait(Duration.ofMillis(500));
  }

  @Test
  void whatIsTooMuchForBothKeepsMoreThanHalfOfItsRate() {
    new Run(10_000, 15_000, 20).whole().assertFreshPerSecond(7_400);
  }

  @Test
  void aBacklogAndThoseWhoMoveShareTheMovieSide() {
    new Run(100_000, 15_000, 20).whole().assertFreshPerSecond(7_400);
  }

  @Test
  void usersWithThousandsOfRatingsHoldUpFreshOnesForTheirOwnAlone() {
    Run modest = new Run(400, 15_000, 10_000).whole();
    modest.assertFreshPerSecond(390);
    modest.assertLongestWait(Duration.ofSeconds(2));
    new Run(10_000, 15_000, 10_000).whole().assertFreshPerSecond(5_000);
  }

  @Test
  void aSlowMovieSideLearnsFreshRatingsFirst() {
    Run run = new Run(400, 1_000, 20).whole();
    run.assertFreshPerSecond(390);
    run.assertLongestWait(Duration.ofSeconds(2));
  }

  @Test
  void withoutAMovieSideOnlySoMuchIsSentAsTheBoundAllows() {
    Run run = new Run(400, 0, 20);
    run.during(Duration.ofMinutes(1));
    assertTrue(run.mostOnTheWay >= run.gate.bound() - POLL, run.toString());
  }

  /** A rollback under load, from its first moment. */
  private static final class Run {
    final StalenessGate gate = new StalenessGate(StalenessGate.Settings.defaults());
    private final MovingRate rate = new MovingRate(gate::hasRoomToMove);
    private final double freshPerMs;
    private final double learnedPerMs;
    private final int each;

    /** When each was produced; negative for what is learned again. */
    private final Deque<Long> updates = new ArrayDeque<>();

    private double arriving;
    private long arrived;
    private long handedOver;
    private double learning;
    private long learned;
    private long committed;
    private long sent;
    private long fresh;
    private int moved;
    private long now;
    private double busyUntil;
    private long ticked;
    private long checked;

    /** Until the user side learned a rating and owed a list for it. */
    private long longestWait;

    private long mostOnTheWay;

    /**
     * A run.
     *
     * @param fresh ratings per second
     * @param movieSide updates that it learns in a second
     * @param each ratings that each user learns again
     */
    Run(int fresh, int movieSide, int each) {
      this.freshPerMs = fresh / 1e3;
      this.learnedPerMs = movieSide / 1e3;
      this.each = each;
      for (int i = 0; i < 10_000; i++) {
        rate.waited(0, USUAL, false, false);
      }
      rate.begin(0);
      check();
    }

    /** Until all is learned again: nobody waits for ever. */
    Run whole() {
      long limit = Duration.ofHours(1).toMillis();
      while (moved * each < REAPPLIED && now < limit) {
        step();
      }
      assertTrue(now < limit, "users still move after an hour: " + this);
      return this;
    }

    void during(Duration time) {
      while (now < time.toMillis()) {
        step();
      }
    }

    private void step() {
      now++;
      arriving += freshPerMs;
      arrived += (long) arriving;
      arriving %= 1;
      movieSide();
      if (now >= busyUntil) {
        userSide();
      }
      long since = now - checked;
      if (since >= 250 || (since >= 20 && gate.isShort())) {
        check();
      }
      long onTheWay = updates.size();
      mostOnTheWay = Math.max(mostOnTheWay, onTheWay);
      assertTrue(onTheWay <= gate.bound() + each, onTheWay + " on the way: " + this);
    }

    private void movieSide() {
      learning = Math.min(learning + learnedPerMs, updates.size());
      for (; learning >= 1; learning--) {
        long produced = updates.remove();
        learned++;
        if (produced >= 0) {
          fresh++;
        }
      }
      if (now % COMMIT == 0) {
        committed = learned;
      }
    }

    private void userSide() {
      if (now - ticked >= TICK) {
        ticked = now;
        move();
        rate.tick(now, gate.isBehind(0));
      }
      boolean open = gate.credit() >= POLL;
      long waiting = arrived - handedOver;
      gate.behind(List.of(0), !open || waiting >= POLL);
      int polled = open ? (int) Math.min(POLL, waiting) : 0;
      if (polled > 0) {
        gate.delivered(0, handedOver, handedOver + polled - 1, polled);
      }
      for (int i = 0; i < polled; i++) {
        long produced = (long) (handedOver / freshPerMs);
        send(produced);
        gate.learned(0, handedOver);
        handedOver++;
        rate.waited(0, now - produced, true, false);
        longestWait = Math.max(longestWait, now - produced);
      }
      busy(polled);
    }

    private void move() {
      while (moved * each < REAPPLIED && rate.hasMore()) {
        for (int i = 0; i < each; i++) {
          send(-1);
          gate.reapplied();
        }
        moved++;
        rate.moved(each);
        busy(each);
      }
    }

    private void busy(int work) {
      busyUntil = Math.max((double) now, busyUntil) + work / USER_SIDE;
    }

    private void send(long produced) {
      gate.sent();
      updates.add(produced);
      sent++;
      gate.answered();
    }

    private void check() {
      checked = now;
      try {
        gate.check(() -> Map.of(0, new StalenessGate.PartitionUpdates(sent, committed)));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e); // nothing waits there
      }
    }

    void assertFreshPerSecond(double least) {
      assertTrue(fresh * 1e3 / now >= least, toString());
    }

    void assertLongestWait(Duration most) {
      assertTrue(longestWait <= most.toMillis(), toString());
    }

    @Override
    public String toString() {
      return "%d users moved in %d ms, %.0f fresh ratings/s, the longest wait was %d ms, at most %d"
          .formatted(moved, now, fresh * 1e3 / now, longestWait, mostOnTheWay);
    }
  }
}
