package dev.freshet.stream.catalogue;

/**
 * A set of numbers, most of which are far apart: 8 bytes each and as much again at most for room.
 * Not thread-safe.
 */
final class LongSet {

  private static final int LEAST = 1024;

  /** 0 is no number but an empty place. */
  private long[] places = new long[LEAST];

  private int size;
  private boolean hasZero;

  /** Number of numbers. */
  int size() {
    return size + (hasZero ? 1 : 0);
  }

  boolean contains(long number) {
    return number == 0 ? hasZero : places[place(number)] == number;
  }

  /** Takes a number in. */
  void add(long number) {
    if (number == 0) {
      hasZero = true;
      return;
    }
    int place = place(number);
    if (places[place] == number) {
      return;
    }
    places[place] = number;
    size++;
    if (4L * size > 3L * places.length) {
      grow();
    }
  }

  /** Takes a number out. */
  void remove(long number) {
    if (number == 0) {
      hasZero = false;
      return;
    }
    int hole = place(number);
    if (places[hole] != number) {
      return;
    }
    size--;
    // Whoever stands behind the hole and could stand in it moves up (Knuth 6.4, algorithm R).
    for (int at = next(hole); places[at] != 0; at = next(at)) {
      int wanted = first(places[at]);
      boolean isBetween =
          hole <= at ? hole < wanted && wanted <= at : hole < wanted || wanted <= at;
      if (!isBetween) {
        places[hole] = places[at];
        hole = at;
      }
    }
    places[hole] = 0;
  }

  private void grow() {
    long[] old = places;
    places = new long[2 * old.length];
    for (long number : old) {
      if (number != 0) {
        places[place(number)] = number;
      }
    }
  }

  /** Where the number is, or would be. */
  private int place(long number) {
    int at = first(number);
    while (places[at] != 0 && places[at] != number) {
      at = next(at);
    }
    return at;
  }

  private int first(long number) {
    return (int) (number ^ (number >>> 32)) & (places.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (places.length - 1);
  }
}
