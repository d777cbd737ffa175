package dev.freshet.train;

import java.util.Arrays;
import java.util.Random;

/** Draws some of many. */
public final class Sample {

  private Sample() {}

  /**
   * At most {@code most} of these numbers, by the first steps of Fisher and Yates's shuffle; all of
   * them, in their order, where they are no more.
   *
   * @param all kept as it is
   * @param seed same seed, same numbers
   */
  public static int[] of(int[] all, int most, long seed) {
    int[] drawn = all.clone();
    if (all.length <= most) {
      return drawn;
    }
    Random random = new Random(seed);
    for (int i = 0; i < most; i++) {
      int j = i + random.nextInt(drawn.length - i);
      int swap = drawn[j];
      drawn[j] = drawn[i];
      drawn[i] = swap;
    }
    return Arrays.copyOf(drawn, most);
  }
}
