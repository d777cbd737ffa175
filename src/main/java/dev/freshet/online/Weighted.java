package dev.freshet.online;

/**
 * A movie with a weight in one number.
 *
 * <pre>
 *   index of the movie in the upper 32 bits, the bits of a float in the lower
 * </pre>
 */
final class Weighted {

  private Weighted() {}

  static long of(int movie, float weight) {
    return (long) movie << 32 | Integer.toUnsignedLong(Float.floatToRawIntBits(weight));
  }

  static int movie(long weighted) {
    return (int) (weighted >> 32);
  }

  static float weight(long weighted) {
    return Float.intBitsToFloat((int) weighted);
  }
}
