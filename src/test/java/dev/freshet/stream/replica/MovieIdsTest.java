package dev.freshet.stream.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovieIdsTest {

  private final MovieIds ids = new MovieIds();

  @Test
  void anIdKeepsItsIndex() {
    assertEquals(-1, ids.indexOf("heat"));
    int heat = ids.assign("heat");
    int alien = ids.assign("alien");
    assertNotEquals(heat, alien);
    assertEquals(heat, ids.assign("heat"));
    assertEquals(heat, ids.indexOf("heat"));
    assertEquals("alien", ids.idOf(alien));
    assertEquals(2, ids.size());
  }

  @Test
  void anIndexThatWasGivenUpKeepsItsIdUntilNobodyCanHoldIt() {
    int heat = ids.assign("heat");
    ids.giveUp(heat);
    assertEquals(-1, ids.indexOf("heat"));
    assertEquals("heat", ids.idOf(heat), "somebody may be writing a list with it");
    assertEquals(0, ids.size());

    assertNotEquals(heat, ids.assign("alien"));
    ids.release();
    assertNotEquals(heat, ids.assign("ronin"), "no generation has come since");
    ids.begin();
    assertNotEquals(heat, ids.assign("brazil"), "users are still in the one before");
    ids.release();
    assertEquals(heat, ids.assign("jaws"));
    assertEquals("jaws", ids.idOf(heat));
    assertEquals(-1, ids.indexOf("heat"));
    assertEquals(4, ids.end());
  }

  @Test
  void whatIsGivenUpTwiceIsABug() {
    int heat = ids.assign("heat");
    ids.giveUp(heat);
    assertThrows(IllegalStateException.class, () -> ids.giveUp(heat));
  }

  @Test
  void anythingThatComesAndGoesIsFoundWhereAMapHasIt() {
    Random random = new Random(11);
    Map<String, Integer> map = new HashMap<>();
    for (int step = 0; step < 60_000; step++) {
      String id = "m" + random.nextInt(8_000);
      Integer known = map.get(id);
      if (random.nextInt(3) > 0) {
        int index = ids.assign(id);
        assertEquals(known == null ? index : known, index);
        map.put(id, index);
      } else if (known != null) {
        ids.giveUp(known);
        map.remove(id);
      }
      if (step % 5_000 == 0) {
        ids.begin();
        ids.release();
      }
    }
    assertEquals(map.size(), ids.size());
    Set<Integer> indexes = new HashSet<>();
    for (int i = 0; i < 8_000; i++) {
      String id = "m" + i;
      assertEquals(map.getOrDefault(id, -1), ids.indexOf(id));
    }
    List<String> named = new ArrayList<>();
    map.forEach(
        (id, index) -> {
          indexes.add(index);
          named.add(ids.idOf(index));
        });
    assertEquals(map.size(), indexes.size());
    assertEquals(map.keySet(), new HashSet<>(named));
  }
}
