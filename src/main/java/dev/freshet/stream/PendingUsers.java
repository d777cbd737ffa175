package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.MovieFactors;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Users' factors of a checkpoint, which wait here until their users move, and the checkpoint's end.
 * {@link TakeCheckpoint} puts them here.
 */
final class PendingUsers {

  private static final Bytes END = Bytes.wrap(CheckpointEnd.key());

  private final KeyValueStore<Bytes, byte[]> store;
  private final SetAside aside;

  PendingUsers(KeyValueStore<Bytes, byte[]> store, SetAside aside) {
    this.store = store;
    this.aside = aside;
  }

  /** The end of the newest checkpoint that is here whole; null before the first. */
  @Nullable CheckpointEnd end() {
    return aside.read(store, END, CheckpointEnd::fromBytes);
  }

  /** What waits for a user; null if nothing does. */
  @Nullable Factors of(Bytes user) {
    return aside.read(store, user, MovieFactors::finite);
  }

  /** The user has moved. */
  void delete(Bytes user) {
    store.delete(user);
  }

  /** The user asked to be forgotten: what waits is deleted too. */
  void forget(Bytes user) {
    if (store.get(user) != null) {
      store.delete(user);
    }
  }

  /** All users are in this generation: what nobody took belongs to users who are gone. */
  void clear(int generation) {
    List<Bytes> left = new ArrayList<>();
    List<KeyValue<Bytes, byte[]>> unreadable = new ArrayList<>(0);
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        if (entry.key.equals(END)) {
          continue;
        }
        @Nullable Factors waiting = MovieFactors.orNull(entry.value);
        if (waiting == null) {
          unreadable.add(entry);
        } else if (waiting.generation() <= generation) {
          left.add(entry.key);
        }
      }
    }
    left.forEach(store::delete);
    unreadable.forEach(e -> aside.read(store, e.key, e.value, MovieFactors::finite));
  }
}
