package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.wire.UnreadableException;
import dev.freshet.wire.UserState;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of a partition's users. One that cannot be read is set aside; its user starts afresh
 * with the ratings that stand, and is owed a list.
 */
final class StoredUsers {

  private final KeyValueStore<Bytes, byte[]> store;
  private final UserRatings ratings;
  private final SetAside aside;

  StoredUsers(KeyValueStore<Bytes, byte[]> store, UserRatings ratings, SetAside aside) {
    this.store = store;
    this.ratings = ratings;
    this.aside = aside;
  }

  /** All of them, as they are stored. */
  KeyValueStore<Bytes, byte[]> store() {
    return store;
  }

  /** A user; null if nobody is known under the id. */
  @Nullable UserState get(Bytes user, long now) {
    byte @Nullable [] stored = store.get(user);
    if (stored == null) {
      return null;
    }
    @Nullable UserState known = aside.read(store, user, stored, StoredUsers::sound);
    return known == null ? afresh(user, now) : known;
  }

  /** A user; a new one, who has no ratings, if nobody is known under the id. */
  UserState getOrNew(Bytes user, long now) {
    @Nullable UserState stored = get(user, now);
    if (stored == null) {
      ratings.areNone(user);
      return UserState.NEW;
    }
    return stored;
  }

  /** Stores a user, as the ratings are. */
  void put(Bytes user, UserState state) {
    store.put(user, ratings.recounted(user, state).toBytes());
  }

  /**
   * The user as the ratings are, stored at once where they were counted again: who crashes after a
   * rating was set aside knows nothing of it.
   */
  UserState recounted(Bytes user, UserState state) {
    UserState counted = ratings.recounted(user, state);
    if (!counted.equals(state)) {
      store.put(user, counted.toBytes());
    }
    return counted;
  }

  private UserState afresh(Bytes user, long now) {
    UserState afresh = ratings.counted(user, UserState.NEW).owed(UserState.Due.CATALOGUE, now);
    store.put(user, afresh.toBytes());
    return afresh;
  }

  private static UserState sound(byte[] bytes) {
    UserState state = UserState.fromBytes(bytes);
    Factors factors = state.factors();
    if (factors != null && !factors.isFinite()) {
      throw new UnreadableException("user-factors: factors that are not finite");
    }
    return state;
  }
}
