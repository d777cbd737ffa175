package dev.freshet.stream.staleness;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what of {@code movie-updates} nobody will ever learn. A process that was stopped in the
 * middle of a transaction leaves up to a whole bound of updates that are skipped. The movie side
 * commits only past what it learns. So these updates would count as not learned, and the user side
 * would wait for good. Where a committed offset stands still before the end, this looks for the
 * first update that is to be learned. Not thread-safe.
 */
final class SkippedUpdates {

  /** The movie side, if it has anything to learn, commits within this. */
  static final Duration STILL = Duration.ofSeconds(1);

  private final Look look;
  private final Map<Integer, Standing> standing = new HashMap<>();
  private long lookedAt = Long.MIN_VALUE;

  /** Looks into the topic. */
  interface Look {

    /**
     * Looks for the first committed update at or after {@code offset}.
     *
     * @param end of the partition: nothing lies there or after
     * @return null if it cannot be told now
     */
    @Nullable NextUpdate from(int partition, long offset, long end) throws InterruptedException;
  }

  /**
   * What a look found.
   *
   * @param offset of the first committed update, or where there is none yet: how far was looked
   * @param isUpdate whether an update is there
   */
  record NextUpdate(long offset, boolean isUpdate) {}

  /**
   * A partition as it was seen.
   *
   * @param committed by the group
   * @param learned all before this is learned or skipped
   * @param isNext whether the update at {@code learned} is known to be there: no need to look
   * @param since when all this was seen for the first time, or looked at, nanoseconds
   */
  private record Standing(long committed, long learned, boolean isNext, long since) {}

  SkippedUpdates(Look look) {
    this.look = look;
  }

  /**
   * The offset before which all updates of a partition are learned or skipped.
   *
   * @param committed by the movie side's group
   * @param end of the partition
   * @param matters whether anybody waits for the movie side
   * @param now nanoseconds, the same for all partitions of one check: in each there is one look at
   *     most, for it takes time
   */
  long learned(int partition, long committed, long end, boolean matters, long now)
      throws InterruptedException {
    Standing seen = seen(partition, committed, now);
    boolean isStill = now - seen.since() >= STILL.toNanos() && seen.learned() < end;
    if (matters && isStill && !seen.isNext() && now != lookedAt) {
      lookedAt = now;
      @Nullable NextUpdate found = look.from(partition, seen.learned(), end);
      seen =
          found == null
              ? new Standing(committed, seen.learned(), false, now)
              : new Standing(
                  committed, Math.max(seen.learned(), found.offset()), found.isUpdate(), now);
      standing.put(partition, seen);
    }
    return seen.learned();
  }

  private Standing seen(int partition, long committed, long now) {
    @Nullable Standing before = standing.get(partition);
    if (before != null && before.committed() == committed) {
      return before;
    }
    boolean isOnTheWay =
        before != null && before.committed() < committed && committed < before.learned();
    Standing fresh =
        before != null && isOnTheWay
            ? new Standing(committed, before.learned(), before.isNext(), now)
            : new Standing(committed, committed, false, now);
    standing.put(partition, fresh);
    return fresh;
  }
}
