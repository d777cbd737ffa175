package dev.freshet.stream;

import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the users of a partition round and round, some at a time, until everybody was read since it
 * was last asked for. Not thread-safe.
 *
 * <p>A range of a cached store begins by copying all keys that its cache has in that range: up to
 * the end of the store these are many, each time. So a round notes users at some distance from each
 * other, as fences, and later ones read from fence to fence. Several walks over the same users
 * share the fences.
 */
final class UserRounds {

  /** Users between two fences: few keys to copy, many reads for one iterator. */
  private static final int APART = 500;

  private final ReadOnlyKeyValueStore<Bytes, byte[]> users;
  private final NavigableSet<Bytes> fences;

  /** The first user who is read next; null at the beginning. */
  private @Nullable Bytes next;

  /** Users read since the last fence. */
  private int sinceFence;

  private boolean isOpen;

  /** Who was to be read next when everybody was asked for; null at the beginning. */
  private @Nullable Bytes until;

  /** Whether a round has ended since. */
  private boolean hasEnded;

  /** Is shown each user. */
  interface Visitor {
    /**
     * Looks at a user and writes nothing: a store that changes under an iterator makes it show what
     * is older.
     *
     * @return whether to go on with the next one
     */
    boolean see(Bytes user, byte[] value);
  }

  UserRounds(ReadOnlyKeyValueStore<Bytes, byte[]> users) {
    this(users, new TreeSet<>());
  }

  private UserRounds(ReadOnlyKeyValueStore<Bytes, byte[]> users, NavigableSet<Bytes> fences) {
    this.users = users;
    this.fences = fences;
  }

  /** A walk of its own over the same users, in the same thread. */
  UserRounds another() {
    return new UserRounds(users, fences);
  }

  /**
   * Everybody must be read from now on: a round that is on its way goes on, and then begins anew.
   */
  void askForAll() {
    isOpen = true;
    until = next;
    hasEnded = false;
  }

  /** Whether somebody may not have been read since {@link #askForAll}. */
  boolean isOpen() {
    return isOpen;
  }

  /** Whether the next round has yet to begin. */
  boolean isAtBeginning() {
    return next == null;
  }

  /** Reads on, at most to the next fence or the end. */
  void read(Visitor visitor) {
    Bytes before = until;
    if (readOn(visitor)) {
      isOpen = isOpen && before != null && !hasEnded;
      hasEnded = true;
    } else if (hasEnded && before != null && before.compareTo(Objects.requireNonNull(next)) <= 0) {
      isOpen = false;
    }
  }

  /** Whether a round ends. */
  private boolean readOn(Visitor visitor) {
    Bytes fence = fence();
    boolean goesOn = true;
    try (KeyValueIterator<Bytes, byte[]> some = users.range(next, fence)) {
      while (some.hasNext()) {
        Bytes key = some.peekNextKey();
        if (key.equals(fence)) {
          break;
        }
        if (sinceFence >= APART) {
          fences.add(key);
          sinceFence = 0;
          next = key;
          return false;
        }
        if (!goesOn) {
          next = key;
          return false;
        }
        KeyValue<Bytes, byte[]> user = some.next();
        sinceFence++;
        goesOn = visitor.see(user.key, user.value);
      }
    }
    return arriveAt(fence);
  }

  private @Nullable Bytes fence() {
    if (next == null) {
      return fences.isEmpty() ? null : fences.first();
    }
    return fences.higher(next);
  }

  /** Stops at a fence, or at the end where it is null; returns whether that is the end. */
  private boolean arriveAt(@Nullable Bytes fence) {
    if (fence != null && sinceFence < APART / 4) {
      fences.remove(fence); // most of those users are gone
    } else {
      sinceFence = 0;
    }
    next = fence;
    return fence == null;
  }
}
