package dev.freshet.online;

import static dev.freshet.online.Weighted.movie;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The movies that were taken after one, each with how often: a hash table of {@link Weighted} with
 * open addressing, and nearly full, for it is much of all memory. Not thread-safe.
 */
final class Followers {

  /** A slot without a movie. */
  private static final long FREE = -1;

  private long[] slots = free(2);
  private int size;

  private static long[] free(int length) {
    long[] slots = new long[length];
    Arrays.fill(slots, FREE);
    return slots;
  }

  /** How often {@code movie} was taken after; 0 where it never was. */
  float get(int movie) {
    long entry = slots[slot(movie)];
    return entry == FREE ? 0 : Weighted.weight(entry);
  }

  /** Replaces how often {@code movie} was taken after. */
  void put(int movie, float weight) {
    int slot = slot(movie);
    if (slots[slot] == FREE) {
      if (8 * (size + 1L) > 7L * slots.length) {
        resize(slots.length + Math.max(2, slots.length / 4));
        slot = slot(movie);
      }
      size++;
    }
    slots[slot] = Weighted.of(movie, weight);
  }

  /** Forgets a movie, and closes the gap: who was pushed on by it moves back. */
  void remove(int movie) {
    int gap = slot(movie);
    if (slots[gap] == FREE) {
      return;
    }
    size--;
    for (int next = after(gap); slots[next] != FREE; next = after(next)) {
      if (distance(home(movie(slots[next])), next) >= distance(gap, next)) {
        slots[gap] = slots[next];
        gap = next;
      }
    }
    slots[gap] = FREE;
  }

  /** Hands over all. */
  void forEach(Neighbours.Neighbour each) {
    for (long entry : slots) {
      if (entry != FREE) {
        each.at(movie(entry), Weighted.weight(entry));
      }
    }
  }

  private void resize(int length) {
    long[] old = slots;
    slots = free(length);
    LongStream.of(old).filter(entry -> entry != FREE).forEach(e -> slots[slot(movie(e))] = e);
  }

  private int slot(int movie) {
    int slot = home(movie);
    while (slots[slot] != FREE && movie(slots[slot]) != movie) {
      slot = after(slot);
    }
    return slot;
  }

  private int after(int slot) {
    return slot + 1 == slots.length ? 0 : slot + 1;
  }

  /** Steps from a slot on to another. */
  private int distance(int from, int to) {
    return to >= from ? to - from : to - from + slots.length;
  }

  /** A share of the table: its length is no power of two. */
  private int home(int movie) {
    int hash = movie * 0x9E3779B9;
    hash = (hash ^ hash >>> 15) * 0x85EBCA6B;
    return (int) ((Integer.toUnsignedLong(hash ^ hash >>> 13) * slots.length) >>> 32);
  }
}
