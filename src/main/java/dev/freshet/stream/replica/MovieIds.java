package dev.freshet.stream.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Ids of movies by index, and indexes by id. Written by one thread at a time, read by all.
 *
 * <pre>
 *   slot   0 free, -1 given up, else index + 1; an id's slot is the first from its hash on
 * </pre>
 *
 * <p>An index that was given up is given out again, but not while somebody may still hold it from
 * before: see {@link #release}.
 */
final class MovieIds {

  private static final int GIVEN_UP = -1;

  /** Nobody who chooses ids can make them collide. */
  private static final long SEED = new SplittableRandom().nextLong();

  private volatile @Nullable String[] ids = new String[1024];
  private volatile AtomicIntegerArray slots = new AtomicIntegerArray(2048);

  /** Slots that are not free. */
  private int taken;

  private int end;
  private int size;

  /** Given up since the last generation came. */
  private final List<Integer> givenUp = new ArrayList<>();

  /** Given up before it came. */
  private final List<Integer> waiting = new ArrayList<>();

  private final List<Integer> again = new ArrayList<>();

  /** The index of an id; -1 where it has none. */
  int indexOf(String id) {
    AtomicIntegerArray table = slots;
    for (int slot = first(id, table); ; slot = next(slot, table)) {
      int content = table.get(slot);
      if (content == 0) {
        return -1;
      }
      // An index may have been given out again since: the id tells.
      if (content > 0 && id.equals(ids[content - 1])) {
        return content - 1;
      }
    }
  }

  /** The id that an index has, or had last. */
  String idOf(int index) {
    String id = ids[index];
    if (id == null) {
      throw new IllegalArgumentException("index " + index + " was never given out");
    }
    return id;
  }

  /** Whether an id has the index now. */
  boolean isGiven(int index) {
    String id = ids[index];
    return id != null && indexOf(id) == index;
  }

  /** Every index is below this. */
  int end() {
    return end;
  }

  /** Number of ids. */
  int size() {
    return size;
  }

  /** The index of an id, a new one if it has none. */
  int assign(String id) {
    int known = indexOf(id);
    if (known >= 0) {
      return known;
    }
    int index = again.isEmpty() ? end++ : again.remove(again.size() - 1);
    @Nullable String[] names = ids;
    if (index >= names.length) {
      names = Arrays.copyOf(names, index + index / 2);
    }
    names[index] = id;
    ids = names; // a volatile write: who finds the index in a slot sees the id
    size++;
    if (3 * (taken + 1) > 2 * slots.length()) {
      rebuild();
    } else {
      put(index, id, slots);
      taken++;
    }
    return index;
  }

  private void rebuild() {
    int length = Integer.highestOneBit(2 * size) * 2;
    AtomicIntegerArray fresh = new AtomicIntegerArray(Math.max(2048, length));
    @Nullable String[] names = ids;
    boolean[] isGone = new boolean[end];
    for (List<Integer> gone : List.of(givenUp, waiting, again)) {
      gone.forEach(index -> isGone[index] = true);
    }
    for (int index = 0; index < end; index++) {
      String id = names[index];
      if (!isGone[index] && id != null) {
        put(index, id, fresh);
      }
    }
    taken = size;
    slots = fresh;
  }

  private static void put(int index, String id, AtomicIntegerArray table) {
    int slot = first(id, table);
    while (table.get(slot) != 0) {
      slot = next(slot, table);
    }
    table.set(slot, index + 1);
  }

  /** Gives up an id and its index. */
  void giveUp(int index) {
    AtomicIntegerArray table = slots;
    int slot = first(idOf(index), table);
    while (table.get(slot) != index + 1) {
      if (table.get(slot) == 0) {
        throw new IllegalStateException("index " + index + " was given up before");
      }
      slot = next(slot, table);
    }
    table.set(slot, GIVEN_UP);
    size--;
    givenUp.add(index);
  }

  /** A generation has come: who scores in it looks indexes up anew. */
  void begin() {
    waiting.addAll(givenUp);
    givenUp.clear();
  }

  /** Nobody scores any more who began before the generation came: indexes from then are free. */
  void release() {
    again.addAll(waiting);
    waiting.clear();
  }

  private static int first(String id, AtomicIntegerArray table) {
    long hash = SEED;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash & (table.length() - 1);
  }

  private static int next(int slot, AtomicIntegerArray table) {
    return (slot + 1) & (table.length() - 1);
  }
}
