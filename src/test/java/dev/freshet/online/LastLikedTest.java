package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastLikedTest {

  private final LastLiked liked = new LastLiked();

  @Test
  void theLastAreKeptInWhateverOrderTheyAreOffered() {
    List<Integer> times = new java.util.ArrayList<>(IntStream.range(0, 100).boxed().toList());
    int[] last = IntStream.range(0, LastLiked.MOST).map(i -> 1_099 - i).toArray();
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(times, new Random(seed));
      liked.clear();
      times.forEach(time -> liked.offer(1_000 + time, time));

      assertArrayEquals(last, liked.movies());
    }
  }

  @Test
  void aFewAreAll() {
    liked.offer(7, 100);
    liked.offer(8, 300);
    liked.offer(9, 200);
    assertArrayEquals(new int[] {8, 9, 7}, liked.movies());

    liked.clear();
    assertArrayEquals(new int[0], liked.movies());
  }
}
