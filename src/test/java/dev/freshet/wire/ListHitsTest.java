package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often people take what they were listed: counted, kept, added up and compared. */
class ListHitsTest {

  private static final GoldenFormat<StoredListHits> FORMAT =
      new GoldenFormat<>(StoredListHits::toBytes, StoredListHits::fromBytes, StoredListHits::rows);

  @Test
  void countsAreKeptByGenerationAndArm() {
    StoredListHits counts = new StoredListHits();
    counts.count(4, Arm.TREATMENT, true, false);
    counts.count(4, Arm.TREATMENT, true, true);
    counts.count(4, Arm.TREATMENT, false, false);
    counts.count(3, Arm.CONTROL, false, true);

    FORMAT.assertWrittenAndRead(
        """
        01                # version
        02                # 2 kinds of lists
        00000003          # generation 3
        01                # control
        0000000000000001  # takes
        0000000000000000  # hits
        0000000000000001  # hits of popularity
        0000000000000001  # differing
        00000004          # generation 4
        00                # treatment
        0000000000000003  # takes
        0000000000000002  # hits
        0000000000000001  # hits of popularity
        0000000000000001  # differing
        """,
        counts);
  }

  @Test
  void whatIsKeptOfListsHasABound() {
    StoredListHits counts = new StoredListHits();
    for (int generation = 0; generation < 100; generation++) {
      counts.count(generation, Arm.TREATMENT, true, true);
      counts.count(generation, Arm.CONTROL, true, true);
    }

    List<LiveRecall> rows = counts.rows();
    assertEquals(2 * StoredListHits.GENERATIONS, rows.size());
    assertEquals(100 - StoredListHits.GENERATIONS, rows.get(0).generation(), "the oldest");
    assertEquals(rows, StoredListHits.fromBytes(counts.toBytes()).rows());
  }

  @Test
  void anArmThatIsNoneIsUnreadable() {
    byte[] bytes = HexFormat.of().parseHex("01" + "01" + "00000003" + "02" + "00".repeat(32));

    assertThrows(UnreadableException.class, () -> StoredListHits.fromBytes(bytes));
  }

  @Test
  void partitionsAddUp() {
    LearningProgress one = reporting(new LiveRecall(1, Arm.TREATMENT, new ListHits(10, 4, 3, 5)));
    LearningProgress other =
        reporting(
            new LiveRecall(1, Arm.TREATMENT, new ListHits(1, 1, 0, 1)),
            new LiveRecall(0, Arm.CONTROL, new ListHits(7, 0, 2, 2)));

    assertEquals(
        List.of(
            new LiveRecall(0, Arm.CONTROL, new ListHits(7, 0, 2, 2)),
            new LiveRecall(1, Arm.TREATMENT, new ListHits(11, 5, 3, 6))),
        LiveRecall.sum(List.of(one, other)));
  }

  private static LearningProgress reporting(LiveRecall... lists) {
    return new UserProgress().report(0, List.of(lists));
  }

  /** Of 4 takes the differences are 1, 1, −1, 0: mean 1/4, variance (3 − 4/16) / 3 = 11/12. */
  @Test
  void theErrorOfTheDifferenceIsThatOfPairs() {
    ListHits hits =
        ListHits.of(true, false)
            .plus(ListHits.of(true, false))
            .plus(ListHits.of(false, true))
            .plus(ListHits.of(true, true));

    assertEquals(new ListHits(4, 3, 2, 3), hits);
    assertEquals(.75, hits.recall());
    assertEquals(.5, hits.popularRecall());
    assertEquals(Math.sqrt(11 / 12. / 4), hits.error(), 1e-12);
    assertTrue(Double.isInfinite(ListHits.of(true, false).error()));
    assertTrue(Double.isNaN(ListHits.NONE.recall()));
  }
}
