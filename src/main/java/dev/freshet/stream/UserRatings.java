package dev.freshet.stream;

import dev.freshet.online.InteractionWeights;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UserState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stored ratings and retractions' markers of a partition's users. A rating from before its user
 * was forgotten counts as absent, and is deleted where it is met: a store that was not stopped
 * cleanly can hold again what was deleted from it. Nothing is written while an iterator is open, or
 * it could show an older value: a write may push one out of the cache. Not thread-safe.
 */
final class UserRatings {

  private static final BytesSerializer PREFIXES = new BytesSerializer();

  private final KeyValueStore<Bytes, byte[]> store;
  private final InteractionWeights weights;
  private final SetAside aside;
  private final KnownRatings known = new KnownRatings();

  /** Users of whose ratings one was set aside: their states count it. */
  private final Set<Bytes> miscounted = new HashSet<>();

  /** Movies of the ratings that are being read for a list. */
  private final List<String> seen = new ArrayList<>();

  /**
   * The ratings in a store.
   *
   * @param weights of interactions
   */
  UserRatings(KeyValueStore<Bytes, byte[]> store, InteractionWeights weights, SetAside aside) {
    this.weights = weights;
    this.store = store;
    this.aside = aside;
  }

  /**
   * One rating or marker; null where there is none.
   *
   * @param user whose it is
   * @param movieId of what; null for an event that is of no movie
   * @param forgottenUpTo event time up to which its user is forgotten
   */
  @Nullable StoredRating get(Bytes user, @Nullable String movieId, long forgottenUpTo) {
    if (movieId == null || !known.mayHold(user, movieId)) {
      return null;
    }
    Bytes key = RatingKey.of(user.get(), movieId);
    byte @Nullable [] bytes = store.get(key);
    @Nullable StoredRating stored = bytes == null ? null : read(user, key, bytes);
    if (stored == null) {
      return null;
    }
    @Nullable StoredRating newer = stored.newerThan(forgottenUpTo);
    if (newer == null) {
      store.delete(key);
    }
    return newer;
  }

  private @Nullable StoredRating read(Bytes user, Bytes key, byte[] bytes) {
    @Nullable StoredRating stored = aside.read(store, key, bytes, StoredRating::fromBytes);
    if (stored == null) {
      miscounted.add(user);
    }
    return stored;
  }

  /** A user with the counts of what stands. */
  UserState counted(Bytes user, UserState state) {
    int[] standing = {0, 0, 0};
    forEach(
        user,
        state.forgottenUpTo(),
        (key, stored) -> {
          standing[0] += stored.stands() ? 1 : 0;
          standing[1] += stored.isInteracted() ? 1 : 0;
          standing[2] += stored.hidesUnrated(weights) ? 1 : 0;
        });
    return state.counting(standing[0], standing[1], standing[2]);
  }

  /**
   * The user as the ratings are, counted again where one of them was set aside. Whoever calls
   * writes what comes back in the same transaction: nobody is told a second time.
   */
  UserState recounted(Bytes user, UserState state) {
    return miscounted.remove(user) ? counted(user, state) : state;
  }

  /** Stores a rating or a marker. */
  void put(Bytes user, String movieId, StoredRating rating) {
    known.add(user, movieId);
    store.put(RatingKey.of(user.get(), movieId), rating.toBytes());
  }

  /** Nothing is stored of this user. */
  void areNone(Bytes user) {
    known.start(user);
  }

  /**
   * Hands over those of one user, as {@link #forEach}, with their movies' ids. From now on a rating
   * that is new to this user is known to be.
   */
  void readAll(Bytes user, long forgottenUpTo, BiConsumer<String, StoredRating> each) {
    seen.clear();
    forEach(
        user,
        forgottenUpTo,
        (key, stored) -> {
          String movieId = RatingKey.movieId(key.get());
          seen.add(movieId);
          each.accept(movieId, stored);
        });
    known.start(user);
    seen.forEach(movieId -> known.add(user, movieId));
  }

  /**
   * Hands over those of one user, in the order of their movies' ids, with their keys.
   *
   * @param forgottenUpTo event time up to which the user is forgotten
   */
  void forEach(Bytes user, long forgottenUpTo, BiConsumer<Bytes, StoredRating> each) {
    Bytes prefix = RatingKey.prefix(user.get());
    List<Bytes> forgotten = new ArrayList<>(0);
    List<KeyValue<Bytes, byte[]>> unreadable = new ArrayList<>(0);
    try (KeyValueIterator<Bytes, byte[]> all = store.prefixScan(prefix, PREFIXES)) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        if (entry.key.get().length == prefix.get().length) {
          continue; // of no movie: nobody asks for it
        }
        @Nullable StoredRating stored = StoredRating.orNull(entry.value);
        @Nullable StoredRating newer = stored == null ? null : stored.newerThan(forgottenUpTo);
        if (stored == null) {
          unreadable.add(entry);
        } else if (newer == null) {
          forgotten.add(entry.key);
        } else {
          each.accept(entry.key, newer);
        }
      }
    }
    forgotten.forEach(store::delete);
    unreadable.forEach(entry -> read(user, entry.key, entry.value));
  }

  /**
   * Deletes what a user did up to an event time. The ratings that stand afterwards are marked, so
   * that whoever sees the matrix alone can tell them from those of a user who was never forgotten.
   * A take that says what was forgotten is taken back, also where its rating stands; interactions
   * that are newer are counted anew, though nobody knows any more what was before them.
   *
   * @param upTo event time
   * @param forgottenUpTo event time up to which the user was forgotten before
   * @param sequence of the request
   * @param arrival of the request, milliseconds since the epoch
   * @param changes is given what changes of takes
   * @return whether anything is left, markers included
   */
  boolean forget(
      Bytes user,
      long upTo,
      long forgottenUpTo,
      long sequence,
      long arrival,
      BiConsumer<String, TakesChanged> changes) {
    Map<String, Take> takes = new LinkedHashMap<>();
    Set<String> gone = new HashSet<>();
    forEach(
        user,
        forgottenUpTo,
        (key, stored) -> {
          String movieId = RatingKey.movieId(key.get());
          Take take = stored.take();
          // What was taken back, or rated anew, may have been there before the request.
          if (!stored.equals(stored.newerThan(upTo))
              || stored.isRetracted()
              || (take != null && take.time() <= upTo)) {
            gone.add(movieId);
          }
          if (take != null) {
            takes.put(movieId, take);
          }
        });
    takes.entrySet().removeIf(take -> !gone.contains(take.getKey()) && !tellsOf(gone, upTo, take));
    List<KeyValue<Bytes, StoredRating>> left = new ArrayList<>();
    forEach(user, upTo, (key, stored) -> left.add(KeyValue.pair(key, stored)));
    for (KeyValue<Bytes, StoredRating> entry : left) {
      String movieId = RatingKey.movieId(entry.key.get());
      StoredRating kept = entry.value.stands() ? entry.value.survived(sequence) : entry.value;
      @Nullable Take back = takes.remove(movieId);
      if (back != null) {
        @Nullable Take anew = anew(kept, Math.max(back.time(), arrival));
        kept = kept.afresh(anew);
        changes.accept(movieId, new TakesChanged(back, anew));
      }
      store.put(entry.key, kept.toBytes());
    }
    takes.forEach((movieId, back) -> changes.accept(movieId, new TakesChanged(back)));
    return !left.isEmpty();
  }

  private @Nullable Take anew(StoredRating kept, long latest) {
    StoredRating left = kept.afresh(null);
    float weight = left.taking(weights);
    return weight > 0 ? new Take(Math.min(left.takenAt(weights), latest), List.of(), weight) : null;
  }

  private static boolean tellsOf(Set<String> gone, long upTo, Map.Entry<String, Take> take) {
    return take.getValue().time() <= upTo
        || take.getValue().before().stream().anyMatch(gone::contains);
  }
}
