package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EventCountsTest {

  @Test
  void everyOutcomeCounts() {
    EventCounts counts = new EventCounts(127, 1, 64, 2, 4, 8, 16, 32);
    assertDoesNotThrow(counts::requireThatTheyAddUp);
    assertEquals(
        "produced 127 = learned 1 + counted 64 + unchanged 2 + late 4 + retracted 8 + forgotten 16"
            + " + rejected 32",
        counts.toString());
  }

  @Test
  void aLostEventIsToldInOneLine() {
    EventCounts counts = new EventCounts(10, 7, 0, 1, 0, 0, 0, 0);
    assertEquals(
        "the counts do not add up: produced 10 ≠ learned 7 + counted 0 + unchanged 1 + late 0"
            + " + retracted 0 + forgotten 0 + rejected 0; 2 too few",
        assertThrows(EvaluationException.class, counts::requireThatTheyAddUp).getMessage());
  }
}
