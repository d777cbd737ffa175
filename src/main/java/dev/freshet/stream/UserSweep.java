package dev.freshet.stream;

import dev.freshet.event.UserState;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all users of a partition in short slices: after a start, for lists that were owed when
 * the last process died; after a movie left the catalogue, for lists that contain it; after the
 * catalogue grew, for lists that are shorter than asked for; and once in a while for markers of
 * forgotten users that have served their time. A walk that a crash cuts short begins anew. Not
 * thread-safe.
 */
final class UserSweep {

  /** Users looked at in one slice: about 1 ms of decoding. */
  private static final int SLICE = 1_000;

  private static final Duration MARKERS_EVERY = Duration.ofHours(1);

  /** A catalogue that is being read grows all the time: one walk for many movies. */
  private static final Duration GROWTH_EVERY = Duration.ofSeconds(5);

  private final KeyValueStore<Bytes, byte[]> users;
  private final MovieReplica replica;
  private final int listSize;
  private final Duration forgetRetention;
  private final DueUsers due;
  private @Nullable Bytes next;
  private boolean walking = true;
  private long removalsSeen;
  private int listableSeen;
  private long startedAt;

  UserSweep(
      KeyValueStore<Bytes, byte[]> users,
      MovieReplica replica,
      int listSize,
      Duration forgetRetention,
      DueUsers due) {
    this.users = users;
    this.replica = replica;
    this.listSize = listSize;
    this.forgetRetention = forgetRetention;
    this.due = due;
    this.removalsSeen = replica.removals();
  }

  /** Goes on with a walk, or begins one if there is a reason to. */
  void run(long now) {
    if (replica.removals() != removalsSeen || hasGrown(now) || isTimeForMarkers(now)) {
      next = null;
      walking = true;
    }
    if (walking) {
      if (next == null) {
        removalsSeen = replica.removals();
        listableSeen = replica.listableSize();
        startedAt = now;
      }
      slice(now);
    }
  }

  private boolean hasGrown(long now) {
    return !walking
        && replica.listableSize() > listableSeen
        && now - startedAt > GROWTH_EVERY.toMillis();
  }

  private boolean isTimeForMarkers(long now) {
    return now - startedAt > MARKERS_EVERY.toMillis();
  }

  private void slice(long now) {
    int looked = 0;
    try (KeyValueIterator<Bytes, byte[]> all = users.range(next, null)) {
      while (all.hasNext() && looked++ < SLICE) {
        visit(all.next().key, now);
      }
      walking = all.hasNext();
      next = walking ? all.peekNextKey() : null;
    }
  }

  /**
   * Looks at one user, as the store has it now: an iterator over a cached store shows an older
   * value where the newest left the cache under it, and to write that back would undo what was
   * learned.
   */
  private void visit(Bytes user, long now) {
    byte @Nullable [] stored = users.get(user);
    if (stored == null) {
      return;
    }
    UserState before = UserState.fromBytes(stored);
    UserState state = before;
    List<String> listed = state.listed().ids();
    if (!listed.stream().allMatch(replica::isListable) || canBeLonger(state, listed.size())) {
      state = state.owed(UserState.Due.CATALOGUE, now);
    }
    if (state.hasMarker() && now - state.forgottenAt() > forgetRetention.toMillis()) {
      state = state.withoutMarker();
    }
    if (!state.equals(before)) {
      users.put(user, state.equals(UserState.NEW) ? null : state.toBytes());
    }
    if (state.isDue()) {
      due.add(user, now);
    }
  }

  /** Whether there are movies for more of a list than the user was sent. */
  private boolean canBeLonger(UserState state, int listed) {
    return state.listedAt() > 0
        && listed < listSize
        && replica.listableSize() - state.ratings() > listed;
  }
}
