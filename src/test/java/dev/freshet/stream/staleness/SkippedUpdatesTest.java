package dev.freshet.stream.staleness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.stream.staleness.SkippedUpdates.NextUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the movie side's topic is looked into, and what is made of it. */
class SkippedUpdatesTest {

  private static final long STILL = SkippedUpdates.STILL.toNanos();

  private final List<Long> looks = new ArrayList<>();
  private @Nullable NextUpdate found;
  private final SkippedUpdates skipped =
      new SkippedUpdates(
          (partition, offset, end) -> {
            looks.add(offset);
            return found;
          });

  @Test
  void whatWasNeverCommittedCountsAsLearnedUntilTheGroupIsPastIt() throws Exception {
    found = new NextUpdate(9_100, true);

    assertEquals(100, skipped.learned(0, 100, 9_200, true, 0));
    assertEquals(100, skipped.learned(0, 100, 9_200, true, STILL - 1));
    assertEquals(List.of(), looks, "it may yet be committed");
    assertEquals(9_100, skipped.learned(0, 100, 9_200, true, STILL));
    assertEquals(9_100, skipped.learned(0, 100, 9_300, true, 5 * STILL));
    assertEquals(List.of(100L), looks, "an update is there: it waits for the movie side");

    assertEquals(9_100, skipped.learned(0, 5_000, 9_300, true, 6 * STILL), "on the way");
    assertEquals(9_150, skipped.learned(0, 9_150, 9_300, true, 7 * STILL));
    assertEquals(List.of(100L), looks);
  }

  @Test
  void whereNothingFollowsItIsLookedForAgainFromThereOn() throws Exception {
    found = new NextUpdate(9_100, false);
    skipped.learned(0, 100, 9_100, true, 0);
    assertEquals(9_100, skipped.learned(0, 100, 9_100, true, STILL));
    assertEquals(9_100, skipped.learned(0, 100, 9_100, true, 3 * STILL));
    assertEquals(List.of(100L), looks, "nothing more is there");

    found = new NextUpdate(9_150, false);
    assertEquals(9_150, skipped.learned(0, 100, 9_200, true, 4 * STILL), "an open transaction");
    assertEquals(List.of(100L, 9_100L), looks);
  }

  @Test
  void nobodyLooksWhileNobodyWaitsOrTheGroupMoves() throws Exception {
    found = new NextUpdate(9_100, true);

    for (long second = 0; second < 5; second++) {
      assertEquals(100, skipped.learned(0, 100, 9_200, false, second * STILL));
      assertEquals(second, skipped.learned(1, second, 9_200, true, second * STILL));
      assertEquals(100, skipped.learned(2, 100, 100, true, second * STILL));
    }

    assertEquals(List.of(), looks);
  }

  @Test
  void aCheckLooksOnceAndWhatCannotBeToldStays() throws Exception {
    for (int partition = 0; partition < 2; partition++) {
      skipped.learned(partition, partition, 9_000, true, 0);
    }
    for (int partition = 0; partition < 2; partition++) {
      assertEquals(partition, skipped.learned(partition, partition, 9_000, true, STILL));
    }
    assertEquals(List.of(0L), looks);
    for (int partition = 0; partition < 2; partition++) {
      assertEquals(partition, skipped.learned(partition, partition, 9_000, true, STILL + 1));
    }
    assertEquals(List.of(0L, 1L), looks, "in turn");
  }

  @Test
  void aGroupThatIsSetBackCountsFromThere() throws Exception {
    found = new NextUpdate(9_100, true);
    skipped.learned(0, 100, 9_200, true, 0);
    skipped.learned(0, 100, 9_200, true, STILL);

    assertEquals(50, skipped.learned(0, 50, 9_200, true, STILL + 1));
  }
}
