package dev.freshet.online;

/**
 * Start vectors drawn from N(0, std²) by a generator seeded with what they belong to, so that every
 * instance, after every restart, draws the same vector for the same id.
 *
 * <p>SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators") feeds
 * Box and Muller's transform through {@link StrictMath}: the same bits on every JVM.
 */
final class SeededPrior {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private SeededPrior() {}

  /** A fresh vector of length {@code rank} for an id of one side ('u' or 'm') in a generation. */
  static float[] vector(char side, String id, int generation, int rank, float std) {
    long seed = mix(mix(side) + generation);
    for (int i = 0; i < id.length(); i++) {
      seed = mix(seed + GOLDEN_GAMMA + id.charAt(i));
    }
    float[] vector = new float[rank];
    for (int f = 0; f < rank; f += 2) {
      seed += GOLDEN_GAMMA;
      double radius = std * StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(mix(seed))));
      seed += GOLDEN_GAMMA;
      double angle = 2 * Math.PI * uniform(mix(seed));
      vector[f] = (float) (radius * StrictMath.cos(angle));
      if (f + 1 < rank) {
        vector[f + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return vector;
  }

  /** 53 random bits as a number in [0, 1). */
  private static double uniform(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
