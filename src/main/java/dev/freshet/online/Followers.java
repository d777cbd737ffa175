package dev.freshet.online;

import static dev.freshet.online.Weighted.NONE;
import static dev.freshet.online.Weighted.movie;

/**
 * The movies that were taken after one, each with how often: a hash table of {@link Weighted} with
 * open addressing, and nearly full, for it is much of all memory. Written by one thread at a time;
 * {@link #slots} may be asked by all, and lack or repeat what moves meanwhile.
 */
final class Followers {

  private volatile int[] slots = new int[2];
  private int size;

  /** How often {@code movie} was taken after; 0 where it never was. */
  float get(int movie) {
    int[] in = slots;
    int entry = in[slot(movie, in)];
    return entry == NONE ? 0 : Weighted.weight(entry);
  }

  /** Replaces how often {@code movie} was taken after. */
  void put(int movie, float weight) {
    int[] in = slots;
    int slot = slot(movie, in);
    if (in[slot] == NONE) {
      if (8 * (size + 1L) > 7L * in.length) {
        in = resized(in, in.length + Math.max(2, in.length / 4));
        slots = in;
        slot = slot(movie, in);
      }
      size++;
    }
    in[slot] = Weighted.of(movie, weight);
  }

  /** Forgets a movie, and closes the gap: who was pushed on by it moves back. */
  void remove(int movie) {
    int[] in = slots;
    int gap = slot(movie, in);
    if (in[gap] == NONE) {
      return;
    }
    size--;
    for (int next = after(gap, in); in[next] != NONE; next = after(next, in)) {
      if (distance(home(movie(in[next]), in), next, in) >= distance(gap, next, in)) {
        in[gap] = in[next];
        gap = next;
      }
    }
    in[gap] = NONE;
  }

  /** Makes 2^-octaves of all weights. */
  void shrink(int octaves) {
    int[] in = slots;
    for (int slot = 0; slot < in.length; slot++) {
      if (in[slot] != NONE) {
        in[slot] = Weighted.shrunk(in[slot], octaves);
      }
    }
  }

  /** All, as {@link Weighted} numbers, with gaps of {@link Weighted#NONE}; not to be changed. */
  int[] slots() {
    return slots;
  }

  private static int[] resized(int[] old, int length) {
    int[] in = new int[length];
    for (int entry : old) {
      if (entry != NONE) {
        in[slot(movie(entry), in)] = entry;
      }
    }
    return in;
  }

  private static int slot(int movie, int[] in) {
    int slot = home(movie, in);
    while (in[slot] != NONE && movie(in[slot]) != movie) {
      slot = after(slot, in);
    }
    return slot;
  }

  private static int after(int slot, int[] in) {
    return slot + 1 == in.length ? 0 : slot + 1;
  }

  /** Steps from a slot on to another. */
  private static int distance(int from, int to, int[] in) {
    return to >= from ? to - from : to - from + in.length;
  }

  /** A share of the table: its length is no power of two. */
  private static int home(int movie, int[] in) {
    int hash = movie * 0x9E3779B9;
    hash = (hash ^ hash >>> 15) * 0x85EBCA6B;
    return (int) ((Integer.toUnsignedLong(hash ^ hash >>> 13) * in.length) >>> 32);
  }
}
