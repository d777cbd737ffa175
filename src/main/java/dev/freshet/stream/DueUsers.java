package dev.freshet.stream;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Users who are owed a list, each with the time from which it may be sent. In memory only: that a
 * list is owed is written in {@link dev.freshet.event.UserState}, from where this is rebuilt. Not
 * thread-safe.
 */
final class DueUsers {

  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private final Set<Bytes> queued = new HashSet<>();

  private record Due(Bytes user, long at) {}

  /**
   * A list is owed to {@code user}, not before {@code at}; nothing changes if one was owed already.
   */
  void add(Bytes user, long at) {
    if (queued.add(user)) {
      queue.add(new Due(user, at));
    }
  }

  /** Takes the user whose list has been ready longest; null if none is ready at {@code now}. */
  @Nullable Bytes poll(long now) {
    Due first = queue.peek();
    if (first == null || first.at() > now) {
      return null;
    }
    queue.remove();
    queued.remove(first.user());
    return first.user();
  }

  /** Users who are owed a list, ready or not. */
  int size() {
    return queue.size();
  }
}
