package dev.freshet.stream.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongSetTest {

  /** Numbers of few bits meet in the same places all the time. */
  @Test
  void itHoldsWhatASetHolds() {
    Random random = new Random(7);
    LongSet ours = new LongSet();
    Set<Long> theirs = new HashSet<>();
    for (int step = 0; step < 200_000; step++) {
      long number = random.nextInt(3_000) * (random.nextBoolean() ? 1L : 1L << 32);
      if (random.nextInt(5) < 3) {
        ours.add(number);
        theirs.add(number);
      } else {
        ours.remove(number);
        theirs.remove(number);
      }
      assertEquals(theirs.size(), ours.size());
    }
    for (long number = 0; number < 3_000; number++) {
      assertEquals(theirs.contains(number), ours.contains(number), "number " + number);
      assertEquals(theirs.contains(number << 32), ours.contains(number << 32));
    }
  }
}
