package dev.freshet.measure.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlatnessTest {

  private static List<Boolean> holds(double heapPerLook, double residentPerLook) {
    Flatness flatness = new Flatness("one");
    for (int look = 0; look < 30; look++) {
      double garbage = look % 3 == 0 ? 0 : 100e6; // not collected yet
      flatness.add(
          new Footprint(
              40e6 + garbage + look * heapPerLook, 600e6 + look * residentPerLook, 60, 480, 5));
    }
    return flatness.facts().stream().map(ScenarioReport.Fact::holds).toList();
  }

  @Test
  void whatStaysIsFlatAndGarbageDoesNotCount() {
    assertEquals(List.of(true, true, true, true), holds(0, 0));
  }

  @Test
  void whatGrowsIsNamed() {
    assertEquals(List.of(false, true, true, true), holds(1e6, 0));
    assertEquals(List.of(false, true, true, true), holds(.5e6, 0));
    assertEquals(List.of(true, false, true, true), holds(0, 10e6));
  }

  @Test
  void aFewLooksSayNothingAndDoNotHold() {
    Flatness flatness = new Flatness("one");
    flatness.add(new Footprint(1, 1, 1, 1, 1));
    List<ScenarioReport.Fact> facts = flatness.facts();
    assertEquals(List.of(false), facts.stream().map(ScenarioReport.Fact::holds).toList());
  }
}
