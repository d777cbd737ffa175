package dev.freshet.stream.staleness;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose turn it is while both fresh ratings and users who move want to use the same bound: the ones
 * that had less of it since both began to wait. Thread-safe.
 */
final class Turns {

  private final Set<Integer> behind = ConcurrentHashMap.newKeySet();

  /** Fresh ratings handed over, less those learned again. */
  private final AtomicLong ahead = new AtomicLong();

  /** Whether fresh ratings wait somewhere. */
  boolean isAnybodyBehind() {
    return !behind.isEmpty();
  }

  /** Whether they wait in this partition. */
  boolean isBehind(int partition) {
    return behind.contains(partition);
  }

  /** Whether users who move had no more than fresh ratings. */
  boolean isForMoving() {
    return ahead.get() >= 0;
  }

  /** Notes whether ratings of these partitions wait; once none does, there is nothing to settle. */
  void behind(Collection<Integer> partitions, boolean areBehind) {
    if (areBehind) {
      behind.addAll(partitions);
    } else {
      behind.removeAll(partitions);
      if (behind.isEmpty()) {
        ahead.set(0);
      }
    }
  }

  /**
   * Fresh ratings were handed over.
   *
   * @param most that fresh ratings may be ahead: nobody moves for long at a stretch later
   */
  void delivered(int count, long most) {
    ahead.accumulateAndGet(count, (so, more) -> Math.min(so + more, most));
  }

  /** A rating was sent to be learned again. */
  void reapplied() {
    ahead.decrementAndGet();
  }
}
