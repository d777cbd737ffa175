package dev.freshet.stream;

import dev.freshet.event.UserState;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all users of a partition in short slices: after a start, for lists that were owed when
 * the last process died; after a movie left the catalogue, for lists that contain it; and once in a
 * while for markers of forgotten users that have served their time. A walk that a crash cuts short
 * begins anew. Not thread-safe.
 */
final class UserSweep {

  /** Users looked at in one slice: about 5 ms of decoding. */
  private static final int SLICE = 5_000;

  private static final Duration MARKERS_EVERY = Duration.ofHours(1);

  private final KeyValueStore<Bytes, byte[]> users;
  private final MovieReplica replica;
  private final Duration forgetRetention;
  private final DueUsers due;
  private @Nullable Bytes next;
  private boolean walking = true;
  private long removalsSeen;
  private long startedAt;

  UserSweep(
      KeyValueStore<Bytes, byte[]> users,
      MovieReplica replica,
      Duration forgetRetention,
      DueUsers due) {
    this.users = users;
    this.replica = replica;
    this.forgetRetention = forgetRetention;
    this.due = due;
    this.removalsSeen = replica.removals();
  }

  /** Goes on with a walk, or begins one if there is a reason to. */
  void run(long now) {
    long removals = replica.removals();
    if (removals != removalsSeen || now - startedAt > MARKERS_EVERY.toMillis()) {
      removalsSeen = removals;
      next = null;
      walking = true;
    }
    if (walking) {
      if (next == null) {
        startedAt = now;
      }
      slice(now);
    }
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
    if (!state.listed().ids().stream().allMatch(replica::isListable)) {
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
}
