package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The table of followers holds what a map would. */
class FollowersTest {

  @Test
  void holdsWhatAMapWould() {
    SplittableRandom random = new SplittableRandom(7);
    Followers followers = new Followers();
    Map<Integer, Float> expected = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      int movie = random.nextInt(300);
      if (random.nextInt(3) == 0) {
        followers.remove(movie);
        expected.remove(movie);
      } else {
        float weight = random.nextInt(1, 100);
        followers.put(movie, weight);
        expected.put(movie, Weighted.weight(Weighted.of(movie, weight)));
      }
      int asked = random.nextInt(300);
      assertEquals(expected.getOrDefault(asked, 0f), followers.get(asked), "at step " + step);
    }
    Map<Integer, Float> all = new HashMap<>();
    Weighted.forEach(followers.slots(), all::put);
    assertEquals(expected, all);
  }
}
