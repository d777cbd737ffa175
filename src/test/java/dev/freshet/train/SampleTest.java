package dev.freshet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

  private static final int[] ALL = IntStream.range(0, 100).toArray();

  @Test
  void ofFewAllAreTakenInTheirOrder() {
    assertArrayEquals(ALL, Sample.of(ALL, 100, 1));
  }

  @Test
  void ofManySomeAreDrawnEachOnceAndBySeed() {
    int[] drawn = Sample.of(ALL, 30, 1);
    assertEquals(30, IntStream.of(drawn).distinct().filter(i -> i >= 0 && i < 100).count());
    assertArrayEquals(drawn, Sample.of(ALL, 30, 1));
    assertFalse(Arrays.equals(drawn, Sample.of(ALL, 30, 2)));
    assertEquals(99, ALL[99], "the array is kept");
  }
}
