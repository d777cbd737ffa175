package dev.freshet.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Knows which movies recently active users have in the store of ratings, as hashes of their ids. A
 * rating known to be new needs no look into RocksDB. The answer may be yes for a movie that is not
 * there, but is never no for one that is. A user is here only if all their ratings were seen:
 * because the user was new, or because all were read for a list. The least recently used users are
 * dropped. Not thread-safe: one per task.
 */
final class KnownRatings {

  /** Most slots kept, of 4 bytes each: 2 MB for each task. */
  static final int MOST = 1 << 19;

  /** What a user costs besides, in slots: map entry, id and objects, about 200 bytes. */
  private static final int USER = 50;

  private final LinkedHashMap<Bytes, Hashes> users = new LinkedHashMap<>(16, 0.75f, true);
  private int total;

  /** Whether the store may hold this user's rating of the movie. */
  boolean mayHold(Bytes user, String movieId) {
    @Nullable Hashes known = users.get(user);
    return known == null || known.contains(movieId.hashCode());
  }

  /** Starts anew with a user, none of whose ratings is stored but those {@linkplain #add added}. */
  void start(Bytes user) {
    Hashes none = new Hashes();
    @Nullable Hashes old = users.put(user, none);
    total += none.cost() - (old == null ? 0 : old.cost());
    evict();
  }

  /** Forgets all users: what the store holds may have changed. */
  void clear() {
    users.clear();
    total = 0;
  }

  /** A rating of the user's is, or will be, in the store. */
  void add(Bytes user, String movieId) {
    @Nullable Hashes known = users.get(user);
    if (known != null) {
      total -= known.cost();
      known.add(movieId.hashCode());
      total += known.cost();
      evict();
    }
  }

  private void evict() {
    Iterator<Hashes> eldest = users.values().iterator();
    while (total > MOST && eldest.hasNext()) {
      total -= eldest.next().cost();
      eldest.remove();
    }
  }

  /** A set of hashes by open addressing, at most half full. */
  private static final class Hashes {
    private int[] slots = new int[16];
    private int size;
    private boolean hasZero;

    int cost() {
      return USER + slots.length;
    }

    boolean contains(int hash) {
      return hash == 0 ? hasZero : slots[slotOf(hash)] == hash;
    }

    void add(int hash) {
      if (hash == 0) {
        hasZero = true;
      } else if (!contains(hash)) {
        size++;
        if (2 * size > slots.length) {
          grow();
        }
        slots[slotOf(hash)] = hash;
      }
    }

    private void grow() {
      int[] old = slots;
      slots = new int[2 * old.length];
      for (int hash : old) {
        if (hash != 0) {
          slots[slotOf(hash)] = hash;
        }
      }
    }

    /** Where the hash is, or the free slot where it would be. */
    private int slotOf(int hash) {
      int mask = slots.length - 1;
      int slot = ((hash * 0x9E3779B9) >>> 7) & mask; // spreads ids that differ in few bits
      while (slots[slot] != 0 && slots[slot] != hash) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }
  }
}
