package dev.freshet.online;

/** Evenly spread numbers that are always the same for the same two numbers. */
final class Chance {

  private Chance() {}

  /** All 32 bits depend on both numbers. */
  static int spread(int a, int b) {
    int hash = (a * 31 + b) * 0x9E3779B9;
    hash = (hash ^ hash >>> 15) * 0x85EBCA6B;
    return hash ^ hash >>> 13;
  }

  /** What was spread, as a number from 0 to 1, 1 excluded. */
  static float share(int spread) {
    return (spread >>> 8) / (float) (1 << 24);
  }
}
