package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.StoredInteraction.Effect;
import dev.freshet.wire.StoredInteraction.Timed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Interactions of one name add up, each event time once, in whatever order they come. */
class StoredInteractionTest {

  private static final StoredInteraction NONE = StoredInteraction.none("view");

  /** An event, or, where the value is NaN, one that takes back. */
  private static StoredInteraction after(StoredInteraction before, Timed event, long arrival) {
    boolean isBack = Float.isNaN(event.value());
    Effect effect =
        isBack
            ? before.effectOfTakingBack(event.time())
            : before.effect(event.time(), event.value());
    if (effect != Effect.COUNTS) {
      return before;
    }
    return isBack
        ? before.takenBack(event.time(), arrival)
        : before.with(event.time(), event.value(), arrival);
  }

  private static StoredInteraction after(List<Timed> events) {
    StoredInteraction all = NONE;
    for (Timed event : events) {
      all = after(all, event, 1);
    }
    return all;
  }

  private static StoredInteraction times(int from, int to) {
    StoredInteraction all = NONE;
    for (int time = from; time <= to; time++) {
      all = all.with(time, 1, time);
    }
    return all;
  }

  @Test
  void eachTimeCountsOnceAndOfTwoValuesTheLarger() {
    StoredInteraction one = NONE.with(10, .5f, 1);

    assertFalse(NONE.stands());
    assertTrue(one.stands());
    assertEquals(Effect.NONE, one.effect(10, .5f));
    assertEquals(Effect.LATE, one.effect(10, .25f));
    assertEquals(Effect.COUNTS, one.effect(10, 2));
    assertEquals(Effect.COUNTS, one.effect(9, .5f));
    assertEquals(2, one.with(10, 2, 2).total());
    assertEquals(2.5f, one.with(9, 2, 2).total());
    assertEquals(2, one.with(9, 2, 2).sequence());
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    List<Timed> events = new ArrayList<>();
    for (int time = 1; time <= StoredInteraction.MOST; time++) {
      events.add(new Timed(time, time / 4f));
      events.add(new Timed(time, 1));
    }
    events.add(new Timed(3, Float.NaN));
    events.add(new Timed(5, Float.NaN));
    StoredInteraction expected = after(events);
    assertEquals(StoredInteraction.MOST - 5, expected.newest().size());
    Random random = new Random(20261130);
    for (int round = 0; round < 1_000; round++) {
      Collections.shuffle(events, random);
      assertEquals(expected, after(events));
    }
  }

  @Test
  void whatIsOlderThanTheNewestIsOneSum() {
    StoredInteraction most = times(1, StoredInteraction.MOST);
    assertEquals(Long.MIN_VALUE, most.floor());
    assertEquals(0, most.base());

    StoredInteraction more = most.with(17, 1, 17).with(18, 1, 18);
    assertEquals(2, more.floor());
    assertEquals(2, more.base());
    assertEquals(18, more.total());
    assertEquals(StoredInteraction.MOST, more.newest().size());
    assertEquals(new Timed(18, 1), more.newest().get(0));
    assertEquals(Effect.LATE, more.effect(2, 1));
    assertEquals(Effect.LATE, more.effect(1, 5));
    assertEquals(Effect.LATE, more.effectOfTakingBack(1));
  }

  @Test
  void takingBackTakesTheSumToo() {
    StoredInteraction back = times(1, 18).takenBack(17, 19);

    assertEquals(List.of(new Timed(18, 1)), back.newest());
    assertEquals(1, back.total());
    assertEquals(17, back.floor());
    assertEquals(Effect.LATE, back.effect(17, 1));
    assertEquals(Effect.NONE, back.effectOfTakingBack(17));
    assertEquals(Effect.LATE, back.effectOfTakingBack(16));
    assertFalse(back.takenBack(18, 20).stands());
  }

  @Test
  void takingBackWhatIsNotThereLeavesAMarker() {
    assertEquals(Effect.COUNTS, NONE.effectOfTakingBack(5));
    StoredInteraction marker = NONE.takenBack(5, 1);

    assertFalse(marker.stands());
    assertEquals(Effect.LATE, marker.effect(5, 1));
    assertEquals(Effect.COUNTS, marker.effect(6, 1));
  }

  @Test
  void whatIsNewerThanARequestToBeForgottenStands() {
    StoredInteraction three = times(1, 3);
    assertEquals(List.of(new Timed(3, 1)), three.newerThan(2).newest());
    assertEquals(three, three.newerThan(0));
    assertNull(three.newerThan(3));

    StoredInteraction marker = three.takenBack(3, 4);
    assertNull(marker.newerThan(3), "nothing is left that it could keep out");
    assertSame(marker, marker.newerThan(2));
    StoredInteraction begun = marker.with(9, 1, 5).newerThan(4);
    assertEquals(Long.MIN_VALUE, begun.floor());
    assertEquals(1, begun.total());
  }

  @Test
  void aSumStandsOnlyIfAllOfItIsNewerThanTheRequest() {
    StoredInteraction sums = times(1, 18);

    assertSame(sums, sums.newerThan(0));
    assertEquals(1, sums.oldest());
    StoredInteraction left = sums.newerThan(1);
    assertEquals(16, left.total(), "1 is forgotten, and 2 cannot be told from it");
    assertEquals(Effect.LATE, left.effect(2, 1));
    assertSame(left, left.newerThan(1));
    assertEquals(16, sums.newerThan(2).total());
    assertEquals(4, sums.newerThan(14).total());
  }
}
