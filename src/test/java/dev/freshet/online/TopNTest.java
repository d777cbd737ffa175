package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopNTest {
  @Test
  void agreesWithASortOfEverything() {
    Random random = new Random(1);
    TopN top = new TopN(0);
    for (int round = 0; round < 300; round++) {
      int n = random.nextInt(60);
      int kept = random.nextInt(20);
      float[] scores = new float[n];
      for (int i = 0; i < n; i++) {
        scores[i] = random.nextInt(12); // many ties
      }
      int[] expected =
          IntStream.range(0, n)
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> -scores[i])
                      .thenComparing(Comparator.naturalOrder()))
              .limit(kept)
              .mapToInt(Integer::intValue)
              .toArray();

      top.clear(kept);
      int[] order = IntStream.range(0, n).toArray();
      shuffle(order, random);
      for (int i : order) {
        top.offer(i, scores[i]);
      }
      top.sort();

      assertArrayEquals(expected, top.indexes());
      for (int place = 0; place < top.size(); place++) {
        assertEquals(scores[expected[place]], top.score(place));
      }
    }
  }

  @Test
  void theBoundIsTheWorstKeptOnceFull() {
    TopN top = new TopN(2);
    top.offer(1, 5);
    assertEquals(Float.NEGATIVE_INFINITY, top.bound());
    top.offer(2, 3);
    assertEquals(3, top.bound());
    top.offer(3, 4);
    assertEquals(4, top.bound());
  }

  @Test
  void neverKeepsWhatIsNoScore() {
    TopN top = new TopN(3);
    top.offer(1, Float.NaN);
    top.offer(2, Float.NEGATIVE_INFINITY);
    top.offer(3, -7);
    assertArrayEquals(new int[] {3}, top.indexes());
  }

  private static void shuffle(int[] order, Random random) {
    for (int n = order.length - 1; n > 0; n--) {
      int other = random.nextInt(n + 1);
      int held = order[n];
      order[n] = order[other];
      order[other] = held;
    }
  }
}
