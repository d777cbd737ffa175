package dev.freshet.stream;

import dev.freshet.event.RatingKey;
import dev.freshet.event.StoredRating;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stored ratings and retractions' markers of a partition's users. What stands from before its
 * user was forgotten is not there, and deleted where it is met: a store that was not stopped
 * cleanly can hold again what was deleted from it. Nothing is written while an iterator is open:
 * where that pushes a value out of the cache, the iterator shows the one before. Not thread-safe.
 */
final class UserRatings {

  private static final BytesSerializer PREFIXES = new BytesSerializer();

  private final KeyValueStore<Bytes, byte[]> store;

  /** Those of a store. */
  UserRatings(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /**
   * One rating or marker; null where there is none.
   *
   * @param forgottenUpTo event time up to which its user is forgotten
   */
  @Nullable StoredRating get(Bytes key, long forgottenUpTo) {
    byte @Nullable [] bytes = store.get(key);
    if (bytes == null) {
      return null;
    }
    StoredRating stored = StoredRating.fromBytes(bytes);
    if (stored.isForgotten(forgottenUpTo)) {
      store.delete(key);
      return null;
    }
    return stored;
  }

  /** Stores one. */
  void put(Bytes key, StoredRating rating) {
    store.put(key, rating.toBytes());
  }

  /**
   * Hands over those of one user, in the order of their movies' ids, with their keys.
   *
   * @param forgottenUpTo event time up to which the user is forgotten
   */
  void forEach(Bytes user, long forgottenUpTo, BiConsumer<Bytes, StoredRating> each) {
    List<Bytes> forgotten = new ArrayList<>(0);
    try (KeyValueIterator<Bytes, byte[]> all =
        store.prefixScan(RatingKey.prefix(user.get()), PREFIXES)) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        StoredRating stored = StoredRating.fromBytes(entry.value);
        if (stored.isForgotten(forgottenUpTo)) {
          forgotten.add(entry.key);
        } else {
          each.accept(entry.key, stored);
        }
      }
    }
    forgotten.forEach(store::delete);
  }

  /**
   * Deletes what a user did up to an event time. The ratings that stand afterwards are marked, so
   * that whoever sees the matrix alone can tell them from those of a user who was never forgotten.
   *
   * @param upTo event time
   * @param sequence of the request
   * @return whether anything is left, markers included
   */
  boolean forget(Bytes user, long upTo, long sequence) {
    List<KeyValue<Bytes, StoredRating>> left = new ArrayList<>();
    forEach(user, upTo, (key, stored) -> left.add(KeyValue.pair(key, stored)));
    for (KeyValue<Bytes, StoredRating> entry : left) {
      if (!entry.value.isRetracted()) {
        put(entry.key, entry.value.survived(sequence));
      }
    }
    return !left.isEmpty();
  }
}
