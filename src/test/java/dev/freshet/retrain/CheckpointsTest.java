package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

  private static final String TOPIC = "test.checkpoints";

  private final Topics topics = new Topics();
  private final AtomicInteger told = new AtomicInteger();
  private final Skipped skipped = new Skipped(told::incrementAndGet);

  private void decided(int generation, Fate fate) {
    topics.write(TOPIC, Topics.utf8("" + generation), record(generation, fate).toJson());
  }

  private Checkpoints read() {
    return Checkpoints.read(topics.scan(), "test.", () -> false, skipped);
  }

  @Test
  void oneBadRecordEndsNothingAndIsTold() {
    decided(1, Fate.PROMOTED);
    topics.write(TOPIC, "2", "no JSON");
    topics.write(TOPIC, "2", "null");
    topics.write(TOPIC, "odd", "{}");
    topics.write(TOPIC, (byte[]) null, new byte[0]);
    topics.write(TOPIC, Topics.utf8("7"), record(3, Fate.PROMOTED).toJson());
    decided(3, Fate.REFUSED);

    Checkpoints all = read();

    assertEquals(Set.of(1, 3), all.byGeneration().keySet());
    assertEquals(1, all.live());
    assertEquals(5, told.get());
  }

  @Test
  void aRecordThatCannotBeReadDoesNotHideTheOneBefore() {
    decided(1, Fate.PROMOTED);
    topics.write(TOPIC, "1", "no JSON");
    assertEquals(1, read().live());
  }

  @Test
  void aRecordWithoutAValueRemovesItsGeneration() {
    decided(1, Fate.PROMOTED);
    decided(2, Fate.PROMOTED);
    topics.write(TOPIC, "2", null);

    Checkpoints all = read();

    assertNull(all.get(2));
    assertEquals(1, all.live());
    assertEquals(0, told.get());
  }

  @Test
  void noNumberIsGivenTwice() {
    decided(1, Fate.PROMOTED);
    decided(2, Fate.PROMOTED);
    topics.write(TOPIC, "2", null);
    topics.write(TOPIC, "3", "no JSON");
    topics.write(TOPIC, "2147483647", null); // nobody's: a trainer counts

    Checkpoints all = read();

    assertEquals(4, all.next(Set.of(0, 1)));
    assertEquals(6, all.next(Set.of(1, 5)), "what is adopted is taken though its record is gone");
    assertEquals(1, new Checkpoints().next(Set.of()));
  }

  @Test
  void failuresCountFromTheNewestFateThatWasNone() {
    assertEquals(List.of(), generations(read(Fate.FAILED, Fate.REFUSED).failures()));
    assertEquals(
        List.of(5, 4),
        generations(
            read(Fate.FAILED, Fate.FAILED, Fate.PROMOTED, Fate.FAILED, Fate.FAILED).failures()));
  }

  private Checkpoints read(Fate... fates) {
    Checkpoints all = new Checkpoints();
    for (int i = 0; i < fates.length; i++) {
      all.put(record(i + 1, fates[i]));
    }
    return all;
  }

  private static List<Integer> generations(List<Checkpoint> checkpoints) {
    return checkpoints.stream().map(Checkpoint::generation).toList();
  }

  @Test
  void aReportOfAGenerationThatIsUnknownTellsThatSomebodyElsePublished() {
    Checkpoints all = new Checkpoints();
    assertFalse(all.isBehind(List.of(0)));
    all.put(record(3, Fate.PROMOTED));
    assertFalse(all.isBehind(List.of(0, 3)));
    assertTrue(all.isBehind(List.of(3, 4)));
    assertFalse(all.isBehind(List.of(5_000)), "no trainer gave that number");
  }

  private static Checkpoint record(int generation, Fate fate) {
    return record(generation, fate, null, 0);
  }

  static Checkpoint record(int generation, Fate fate, @Nullable Integer restores, long events) {
    return new Checkpoint(
        generation,
        new Checkpoint.Decision(fate, "as it was", 0),
        new Checkpoint.Lineage(0, restores),
        9,
        Checkpoint.Judgement.NONE,
        Checkpoint.Seconds.NONE,
        List.of(events));
  }
}
