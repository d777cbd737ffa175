package dev.freshet.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.wire.Arm;
import dev.freshet.wire.Recommendations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose list the demo shows. */
class SampleListTest {
  private final Set<String> left = new HashSet<>();
  private final SampleList sample = new SampleList(15, user -> user.equals("me"), left::contains);

  private void list(String user, int ratings, long second) {
    var list =
        new Recommendations(user, 0, 0, ratings, null, "rating", Arm.TREATMENT, 0, List.of());
    sample.offer(list, second * 1_000_000_000);
  }

  private String shown() {
    return sample.shown().map(s -> s.list().userId() + " " + s.list().ratings()).orElse("nobody");
  }

  @Test
  void theFirstListIsShownAndSomebodyWithMoreRatingsTakesOver() {
    assertEquals("nobody", shown());
    list("ada", 1, 0);
    assertEquals("ada 1", shown());
    list("ben", 14, 1);
    assertEquals("ada 1", shown());
    list("cleo", 15, 2);
    assertEquals("cleo 15", shown());
  }

  @Test
  void itStaysWithOneUserWhileThatOneRates() {
    list("ada", 20, 0);
    list("ben", 50, 1);
    list("ada", 21, 2);
    assertEquals("ada 21", shown());
  }

  @Test
  void whoLeavesOrFallsSilentIsFollowedByAnother() {
    list("ada", 20, 0);
    left.add("ada");
    list("ben", 30, 1);
    assertEquals("ben 30", shown());
    list("cleo", 30, 22);
    assertEquals("cleo 30", shown());
  }

  @Test
  void aGuestIsShownAtOnceAndForSomeMinutes() {
    list("ada", 20, 0);
    assertFalse(sample.shown().orElseThrow().guest());
    list("me", 1, 1);
    list("ada", 21, 60);
    assertEquals("me 1", shown());
    list("me", 2, 100);
    list("ada", 30, 200);
    assertEquals("me 2", shown());
    list("ada", 31, 221);
    assertEquals("ada 31", shown());
  }
}
