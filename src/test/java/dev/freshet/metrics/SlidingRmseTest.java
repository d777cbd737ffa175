package dev.freshet.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlidingRmseTest {

  @Test
  void anEmptyWindowHasNoError() {
    SlidingRmse rmse = new SlidingRmse(3);

    assertTrue(Double.isNaN(rmse.value()));
    assertEquals(0, rmse.count());
  }

  @Test
  void aFillingWindowIsTheErrorOfWhatItHolds() {
    SlidingRmse rmse = new SlidingRmse(4);
    rmse.add(4f, 1f); // 9
    rmse.add(3f, 4f); // 1

    assertEquals(Math.sqrt(5), rmse.value());
    assertEquals(2, rmse.count());
  }

  @Test
  void aFullWindowForgetsTheOldest() {
    SlidingRmse rmse = new SlidingRmse(2);
    rmse.add(5f, 1f); // 16, slides out
    rmse.add(3f, 1f); // 4
    rmse.add(2f, 4f); // 4

    assertEquals(2, rmse.value());
    assertEquals(2, rmse.count());
  }

  @Test
  void aHugeErrorLeavesNothingBehindWhenItSlidesOut() {
    SlidingRmse rmse = new SlidingRmse(2);
    rmse.add(0x1p50f, 0f); // its square swallows the digits of every other
    rmse.add(1f, 0f);
    rmse.add(1f, 0f);
    rmse.add(1f, 0f);

    assertEquals(1, rmse.value());
  }

  @Test
  void whatIsNotANumberIsSeenUntilTheRingHasGoneRoundWithoutIt() {
    SlidingRmse rmse = new SlidingRmse(2);
    rmse.add(Float.NaN, 3f);
    assertTrue(Double.isNaN(rmse.value()));

    for (int i = 0; i < 3; i++) {
      rmse.add(1f, 3f);
    }
    assertEquals(2, rmse.value());
  }

  @Test
  void afterManyRatingsTheSumIsThatOfTheNewest() {
    int window = 1_000;
    SlidingRmse rmse = new SlidingRmse(window);
    Random random = new Random(7);
    float[] predictions = new float[250_500];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = random.nextFloat() * 10;
      rmse.add(predictions[i], 3f);
    }

    double expected = 0;
    for (int i = predictions.length - window; i < predictions.length; i++) {
      expected += (predictions[i] - 3.0) * (predictions[i] - 3.0);
    }
    assertEquals(Math.sqrt(expected / window), rmse.value(), 1e-12);
  }

  @Test
  void severalThreadsLoseNothing() {
    SlidingRmse rmse = new SlidingRmse(40_000);

    IntStream.range(0, 40_000).parallel().forEach(i -> rmse.add(i % 2 == 0 ? 1f : 2f, 3f));

    assertEquals(40_000, rmse.count());
    assertEquals(Math.sqrt((4 + 1) / 2.0), rmse.value());
  }

  @Test
  void aWindowHoldsAtLeastOne() {
    assertThrows(IllegalArgumentException.class, () -> new SlidingRmse(0));
  }
}
