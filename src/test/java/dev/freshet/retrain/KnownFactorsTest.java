package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.event.Checkpoint;
import dev.freshet.event.Checkpoint.Content;
import dev.freshet.event.Checkpoint.Fate;
import dev.freshet.event.Checkpoint.Space;
import dev.freshet.event.RatingKey;
import dev.freshet.event.StoredRating;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownFactorsTest {

  private static final Space SPACE = new Space(2, 3, 1, 5);

  private final Snapshot snapshot = new Snapshot(1, 0);
  private final List<Checkpoint> checkpoints = new ArrayList<>();

  /** User i rates at sequence 10 i, i from 1 to 10. */
  KnownFactorsTest() {
    for (int i = 1; i <= 10; i++) {
      rate("u" + i, 10L * i);
    }
  }

  private void rate(String user, long sequence) {
    byte[] key = RatingKey.of(user.getBytes(StandardCharsets.UTF_8), "heat").get();
    snapshot.add(0, key, new StoredRating(3, 0, sequence, 0, 3, 3).toBytes());
  }

  private void decided(int generation, Fate fate, Space space, long users, long sequence) {
    Content content = new Content(space, users, 1, List.of(0L), List.of(0L));
    checkpoints.add(
        new Checkpoint(
                generation,
                fate,
                "",
                0,
                0,
                null,
                9,
                0,
                null,
                null,
                null,
                null,
                0,
                0,
                0,
                0,
                List.of(sequence))
            .published(1, fate == Fate.REFUSED ? null : content));
  }

  private @Nullable KnownFactors newest(int trained) {
    return KnownFactors.newest(checkpoints, SPACE, snapshot, trained);
  }

  private int generation(int trained) {
    return Objects.requireNonNull(newest(trained)).generation();
  }

  @Test
  void whatKnowsARatingThatJudgesIsNotBegunFrom() {
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    decided(2, Fate.PROMOTED, SPACE, 1, 85);
    assertNull(newest(4));
    assertEquals(1, generation(5));
    assertEquals(1, generation(7));
    assertEquals(2, generation(8), "the first eight may be known, and are");
  }

  @Test
  void onlyLiveGenerationsOfTheSameSpaceThatHoldUsersAreBegunFrom() {
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    decided(2, Fate.REFUSED, SPACE, 1, 60);
    decided(3, Fate.ROLLED_BACK, SPACE, 1, 60);
    decided(4, Fate.PROMOTED, new Space(3, 3, 1, 5), 1, 60);
    decided(5, Fate.PROMOTED, SPACE, 0, 0); // generation 0, brought back
    assertEquals(1, generation(9));
  }

  /** Forgotten and back since: what was learned of u2 before is nobody's any more. */
  @Test
  void usersWhoseRatingsAllCameLaterAreNotKnown() {
    rate("u2", 95);
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    KnownFactors known = Objects.requireNonNull(newest(8));
    assertTrue(known.users().get(0));
    assertFalse(known.users().get(1));
    assertTrue(known.users().get(4));
    assertFalse(known.users().get(5));
  }
}
