package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which records were taken in before, told from offset, leader epoch and the topic's id. */
class ConsumedPositionTest {

  private static final Uuid UNKNOWN = Uuid.ZERO_UUID;
  private static final Uuid TOPIC = new Uuid(1, 2);
  private static final Uuid CREATED_ANEW = new Uuid(1, 3);

  /** 0 to 41 were taken in, the last of them of the epoch that is known. */
  @ParameterizedTest
  @CsvSource({
    "42, 7, 7, NEW", // the next
    "99, 9, 7, NEW", // a later leader's, after what was aborted or deleted
    "42, 6, 7, NEW",
    "41, 7, 7, REPEATED",
    "0, 0, 7, REPEATED",
    "41, 8, 7, REPLACED", // the offset was given again after a new election
    "0, 8, 7, REPLACED",
    "41, -1, 7, REPEATED", // nobody knows
    "41, 8, -1, REPEATED",
    "42, -1, -1, NEW"
  })
  void anEpochTellsWhatWasGivenAgain(long offset, int epoch, int known, Novelty expected) {
    ConsumedPosition position = new ConsumedPosition(42, known, TOPIC);
    SourcePositions sources = new SourcePositions();
    sources.take(new SourcePosition(3, 41), SourceLog.of(known, TOPIC));

    assertEquals(expected, position.of(offset, epoch, TOPIC));
    assertEquals(expected, position.of(offset, epoch, UNKNOWN));
    SourcePosition source = new SourcePosition(3, offset);
    assertEquals(expected, sources.of(source, SourceLog.of(epoch, TOPIC)));
    assertEquals(expected, sources.of(source, SourceLog.of(epoch, UNKNOWN)));
  }

  @Test
  void anotherTopicOfTheSameNameHoldsNothingThatWasTakenIn() {
    ConsumedPosition position = new ConsumedPosition(42, 7, TOPIC);
    SourcePositions sources = new SourcePositions();
    sources.take(new SourcePosition(3, 41), SourceLog.of(7, TOPIC));
    SourceLog anew = SourceLog.of(0, CREATED_ANEW);

    assertEquals(Novelty.REPLACED, position.of(0, 0, CREATED_ANEW));
    assertEquals(Novelty.REPLACED, position.of(50, 0, CREATED_ANEW));
    assertEquals(Novelty.REPLACED, sources.of(new SourcePosition(3, 0), anew));

    ConsumedPosition after = position.after(0, 0, CREATED_ANEW);
    sources.take(new SourcePosition(3, 0), anew);
    assertEquals(Novelty.REPEATED, after.of(0, 0, CREATED_ANEW), "and from there on it counts");
    assertEquals(Novelty.NEW, after.of(1, 0, CREATED_ANEW));
    assertEquals(Novelty.REPEATED, sources.of(new SourcePosition(3, 0), anew));
    assertEquals(Novelty.NEW, sources.of(new SourcePosition(3, 1), anew));
  }

  @Test
  void whoCannotAskForTheTopicsIdKeepsTheOneThatWasKnown() {
    ConsumedPosition position = ConsumedPosition.NONE.after(41, 7, TOPIC).after(42, 7, UNKNOWN);
    SourcePositions sources = new SourcePositions();
    sources.take(new SourcePosition(3, 41), SourceLog.of(7, TOPIC));
    sources.take(new SourcePosition(3, 42), SourceLog.of(7, UNKNOWN));

    assertEquals(new ConsumedPosition(43, 7, TOPIC), position);
    assertEquals(
        Novelty.REPLACED, sources.of(new SourcePosition(3, 0), SourceLog.of(0, CREATED_ANEW)));
  }

  @Test
  void eachPartitionOfTheSourceHasAPositionOfItsOwn() {
    SourcePositions sources = new SourcePositions();
    sources.take(new SourcePosition(3, 41), SourceLog.UNKNOWN);

    assertEquals(Novelty.NEW, sources.of(new SourcePosition(2, 0), SourceLog.UNKNOWN));
    assertEquals(41, sources.newest(3));
    assertEquals(-1, sources.newest(2));
  }

  @Test
  void theShortFormOfAnIdIsZeroForTheUnknownOneAlone() {
    assertEquals(0, SourceLog.shortForm(UNKNOWN));
    assertEquals(1, SourceLog.shortForm(new Uuid(5, 5)), "whose words cancel out");
    assertEquals(0x11111111 ^ 0x2222 ^ 4, SourceLog.shortForm(new Uuid(0x1111111100002222L, 4)));
    assertNotEquals(SourceLog.shortForm(TOPIC), SourceLog.shortForm(CREATED_ANEW));
  }
}
