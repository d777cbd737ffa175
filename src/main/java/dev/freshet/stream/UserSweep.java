package dev.freshet.stream;

import dev.freshet.event.UserState;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
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
        KeyValue<Bytes, byte[]> entry = all.next();
        visit(entry.key, UserState.fromBytes(entry.value), now);
      }
      walking = all.hasNext();
      next = walking ? all.peekNextKey() : null;
    }
  }

  private void visit(Bytes user, UserState state, long now) {
    if (state.isDue()) {
      due.add(user, now);
    } else if (!state.listed().stream().allMatch(replica::isListable)) {
      users.put(user, state.owed(UserState.Due.CATALOGUE, now).toBytes());
      due.add(user, now);
    }
    if (state.hasMarker() && now - state.forgottenAt() > forgetRetention.toMillis()) {
      users.put(user, state.factors() == null ? null : state.withoutMarker().toBytes());
    }
  }
}
