package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class KnownRatingsTest {

  private final KnownRatings known = new KnownRatings();

  @Test
  void anythingMayBeStoredOfAUserNotSeenFromTheBeginning() {
    known.add(user("ada"), "heat");
    assertTrue(known.mayHold(user("ada"), "heat"));
    assertTrue(known.mayHold(user("ada"), "alien"));
  }

  @Test
  void onlyWhatWasAddedMayBeStoredOfAUserSeenFromTheBeginning() {
    known.start(user("ada"));
    for (int m = 0; m < 1_000; m++) {
      known.add(user("ada"), "m" + m);
    }
    for (int m = 0; m < 1_000; m++) {
      assertTrue(known.mayHold(user("ada"), "m" + m));
    }
    assertFalse(known.mayHold(user("ada"), "alien"));
    assertTrue(known.mayHold(user("bob"), "alien"));
  }

  @Test
  void aMovieWhoseHashIsZeroIsOneLikeAllOthers() {
    String zero = "f5a5a608";
    assertTrue(zero.hashCode() == 0);
    known.start(user("ada"));
    assertFalse(known.mayHold(user("ada"), zero));
    known.add(user("ada"), zero);
    assertTrue(known.mayHold(user("ada"), zero));
  }

  @Test
  void theUserNotUsedForLongestIsDroppedAndThenAnythingMayBeStored() {
    known.start(user("first"));
    known.add(user("first"), "heat");
    known.start(user("second"));
    known.add(user("second"), "heat");
    for (int u = 0; u < KnownRatings.MOST / 60; u++) {
      known.add(user("first"), "heat");
      known.start(user("u" + u));
    }
    assertTrue(known.mayHold(user("second"), "never rated"), "dropped");
    assertFalse(known.mayHold(user("first"), "never rated"), "still known");
  }

  @Test
  void afterClearAnythingMayBeStored() {
    known.start(user("ada"));
    known.clear();
    assertTrue(known.mayHold(user("ada"), "heat"));
  }

  @Test
  void aUserMayBeginAnew() {
    known.start(user("ada"));
    known.add(user("ada"), "heat");
    known.start(user("ada"));
    assertFalse(known.mayHold(user("ada"), "heat"));
  }

  private static Bytes user(String id) {
    return Bytes.wrap(id.getBytes(StandardCharsets.UTF_8));
  }
}
