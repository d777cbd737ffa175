package dev.freshet.stream;

import dev.freshet.wire.UserState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Users who are owed a list, each with the time from which it may be sent. Users who rated come
 * first; users whose list changes for another reason are many at once. That time is never more than
 * one interval away, even if another clock wrote when the last list was sent. This is in memory
 * only: it is rebuilt from {@link UserState}, where it is written that a list is owed. Not
 * thread-safe.
 */
final class DueUsers {

  /** Of this many lists one is for another reason than a rating, so that these come to an end. */
  private static final int ONE_OF = 8;

  private final long interval;
  private final PriorityQueue<Due> rated = queue();
  private final PriorityQueue<Due> others = queue();

  /** What counts: an entry of a queue that is not here is passed over. */
  private final Map<Bytes, Due> queued = new HashMap<>();

  private long polled = Long.MIN_VALUE;
  private int inARow;

  /** Users so far: of those with the same time the first comes first. */
  private long number;

  private record Due(Bytes user, long at, long number, boolean hasRated) {}

  /**
   * Starts with no user who is owed a list.
   *
   * @param interval at most one list per user in this time
   */
  DueUsers(Duration interval) {
    this.interval = interval.toMillis();
  }

  private static PriorityQueue<Due> queue() {
    return new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  }

  /**
   * The moment from which a list may be sent: an interval after the last one. It is at most an
   * interval from now, for another clock may have written {@code listedAt}.
   *
   * @param listedAt when the last one was sent
   */
  long from(long listedAt, long now) {
    return Math.min(Math.max(now, listedAt + interval), now + interval);
  }

  /**
   * A list is owed to {@code user}, not before {@code at}. If one was owed already, nothing changes
   * but that a rating makes it more urgent.
   */
  void add(Bytes user, UserState.Due why, long at) {
    boolean hasRated = why == UserState.Due.RATING;
    Due before = queued.get(user);
    if (before == null || (hasRated && !before.hasRated())) {
      long from = before == null ? at : Math.min(at, before.at());
      Due due = new Due(user, from, number++, hasRated);
      queued.put(user, due);
      queueOf(due).add(due);
    }
  }

  /** A list is owed to the user, as their state says, from when they may have one. */
  void owe(Bytes user, UserState state, long now) {
    add(user, state.due(), from(state.listedAt(), now));
  }

  private PriorityQueue<Due> queueOf(Due due) {
    return due.hasRated() ? rated : others;
  }

  /** Whether a list is owed to {@code user}, ready or not. */
  boolean contains(Bytes user) {
    return queued.containsKey(user);
  }

  /** Takes the user whose list has been ready longest; null if none is ready at {@code now}. */
  @Nullable Bytes poll(long now) {
    if (now < polled) {
      hasBeenSetBack(now);
    }
    polled = now;
    Due first = ready(rated, now);
    Due other = ready(others, now);
    if (other != null && (first == null || inARow >= ONE_OF - 1)) {
      inARow = 0;
      return take(other);
    }
    inARow = first == null ? 0 : inARow + 1;
    return first == null ? null : take(first);
  }

  private @Nullable Due ready(PriorityQueue<Due> queue, long now) {
    Due first = queue.peek();
    while (first != null && !first.equals(queued.get(first.user()))) {
      queue.remove();
      first = queue.peek();
    }
    return first == null || first.at() > now ? null : first;
  }

  private Bytes take(Due due) {
    queueOf(due).remove();
    queued.remove(due.user());
    return due.user();
  }

  /** The clock has been set back: all times were meant by what it showed before. */
  private void hasBeenSetBack(long now) {
    List<Due> all = new ArrayList<>(queued.values());
    rated.clear();
    others.clear();
    for (Due due : all) {
      long at = Math.min(due.at(), now + interval);
      Due sooner = new Due(due.user(), at, due.number(), due.hasRated());
      queued.put(due.user(), sooner);
      queueOf(sooner).add(sooner);
    }
  }

  /** Users who are owed a list, ready or not. */
  int size() {
    return queued.size();
  }
}
