package dev.freshet.autodiff;

/** What the learning rate is multiplied by as training goes on. */
public interface Schedule {

  /**
   * The factor.
   *
   * @param epoch epochs done, from 0, with fractions: 2.5 is the middle of the third
   * @return from 0 to 1
   */
  float factor(double epoch);

  /** Always 1. */
  static Schedule constant() {
    return epoch -> 1;
  }

  /**
   * decay^epoch, falling smoothly within epochs.
   *
   * @param decay factor per epoch, above 0, at most 1
   */
  static Schedule exponential(double decay) {
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException(
          "exponential schedule: a decay above 0 and at most 1, not " + decay);
    }
    return epoch -> (float) Math.pow(decay, epoch);
  }

  /**
   * Cosine with warm restarts (SGDR, Loshchilov & Hutter 2017, eq. 5, with η_min = 0): ½(1 +
   * cos(π·done/length)) within a cycle, then from 1 again in a cycle {@code multiplier} times as
   * long.
   *
   * @param cycle length of the first cycle in epochs, above 0
   * @param multiplier of the length from cycle to cycle, at least 1
   */
  static Schedule cosine(double cycle, double multiplier) {
    if (!(cycle > 0 && multiplier >= 1)) {
      throw new IllegalArgumentException(
          "cosine schedule: a cycle above 0 and a multiplier of at least 1, not "
              + cycle
              + " and "
              + multiplier);
    }
    return epoch -> {
      double length = cycle;
      double done = epoch;
      while (done >= length) {
        done -= length;
        length *= multiplier;
      }
      return (float) ((1 + Math.cos(Math.PI * done / length)) / 2);
    };
  }
}
