package dev.freshet.online;

/**
 * A movie with a weight in one number.
 *
 * <pre>
 *   index of the movie in the upper 32 bits, the bits of a float in the lower
 * </pre>
 */
final class Weighted {

  /** Stands where no movie is. */
  static final long NONE = -1;

  /** Is given movies with their weights. */
  interface Each {
    /** One movie. */
    void at(int movie, float weight);
  }

  private Weighted() {}

  /** Hands over all movies that are there. */
  static void forEach(long[] all, Each each) {
    for (long weighted : all) {
      if (weighted != NONE) {
        each.at(movie(weighted), weight(weighted));
      }
    }
  }

  static long of(int movie, float weight) {
    return (long) movie << 32 | Integer.toUnsignedLong(Float.floatToRawIntBits(weight));
  }

  /** Index of the movie; below 0 for {@link #NONE}. */
  static int movie(long weighted) {
    return (int) (weighted >> 32);
  }

  static float weight(long weighted) {
    return Float.intBitsToFloat((int) weighted);
  }
}
