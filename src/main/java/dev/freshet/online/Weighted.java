package dev.freshet.online;

/**
 * A movie with a weight in one number: there may be a hundred of them for each movie.
 *
 * <pre>
 *   1 + index of the movie in the upper 22 bits
 *   exponent of the weight in 6 bits, and 4 bits of its mantissa
 * </pre>
 *
 * <p>Weights are from 2^-28 to 2^36, rounded by a thirty-second at most. What is less or more is
 * kept as the least or the most.
 */
final class Weighted {

  /** Stands where no movie is. */
  static final int NONE = 0;

  /** Indexes are below. */
  static final int MOST_MOVIES = (1 << 22) - 1;

  private static final int WEIGHT_BITS = 10;
  private static final int MANTISSA_BITS = 4;
  private static final int MOST = (1 << WEIGHT_BITS) - 1;

  /** Bits of a float's mantissa that are dropped. */
  private static final int DROPPED = 23 - MANTISSA_BITS;

  /** The upper bits of the float 2^-28. */
  private static final int LEAST = (Float.MAX_EXPONENT - 28) << MANTISSA_BITS;

  /** Is given movies with their weights. */
  interface Each {
    /** One movie. */
    void at(int movie, float weight);
  }

  private Weighted() {}

  /** Hands over all movies that are there. */
  static void forEach(int[] all, Each each) {
    for (int weighted : all) {
      if (weighted != NONE) {
        each.at(movie(weighted), weight(weighted));
      }
    }
  }

  /**
   * A movie with a weight.
   *
   * @param movie below {@link #MOST_MOVIES}
   * @param weight not below 0
   */
  static int of(int movie, float weight) {
    int bits = Float.floatToRawIntBits(Math.max(0, weight)); // 0, too, may have a sign
    int rounded = (bits + (1 << (DROPPED - 1))) >>> DROPPED;
    return ((movie + 1) << WEIGHT_BITS) | Math.max(0, Math.min(MOST, rounded - LEAST));
  }

  /** Index of the movie; below 0 for {@link #NONE}. */
  static int movie(int weighted) {
    return (weighted >>> WEIGHT_BITS) - 1;
  }

  static float weight(int weighted) {
    return Float.intBitsToFloat(((weighted & MOST) + LEAST) << DROPPED);
  }

  /** A movie with its weight times 2^-octaves. */
  static int shrunk(int weighted, int octaves) {
    int less = (weighted & MOST) - Math.min(MOST, octaves << MANTISSA_BITS);
    return (weighted & ~MOST) | Math.max(0, less);
  }
}
