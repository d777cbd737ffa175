package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.freshet.online.TakeMix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveMixTest {

  private static TakeMix mix(float weight, float square) {
    float[] weights = new float[TakeMix.SIGNALS];
    float[] squares = new float[TakeMix.SIGNALS];
    Arrays.fill(weights, weight);
    Arrays.fill(squares, square);
    return TakeMix.of(weights, squares);
  }

  @Test
  void itIsTheMeanOfAllPartitions() {
    TakeMix mean = LiveMix.mean(List.of(mix(1, 2), mix(4, 4), mix(-2, 3)));
    assertArrayEquals(mix(1, 3).weights(), mean.weights(), 1e-6f);
    assertArrayEquals(mix(1, 3).squares(), mean.squares(), 1e-6f);
  }

  @Test
  void beforeAnybodyLearnedItIsWhereAStreamBegins() {
    assertArrayEquals(new TakeMix().weights(), LiveMix.mean(List.of()).weights());
  }
}
