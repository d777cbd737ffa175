package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Content;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.Checkpoint.Space;
import dev.freshet.wire.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TrimmingTest {

  private final List<Checkpoint> checkpoints = new ArrayList<>();

  /** Generation g lies from 100 g in both partitions of users, from 10 g in those of movies. */
  private void decided(int generation, Fate fate) {
    Content content =
        new Content(
            new Space(2, 3, 1, 5),
            1,
            1,
            List.of(100L * generation, 100L * generation + 1),
            List.of(10L * generation, 10L * generation + 1));
    checkpoints.add(record(generation, fate).published(1, fate == Fate.REFUSED ? null : content));
  }

  private static Checkpoint record(int generation, Fate fate) {
    return new Checkpoint(
        generation,
        new Checkpoint.Decision(fate, "", 0),
        new Checkpoint.Lineage(0, null),
        9,
        Checkpoint.Judgement.NONE,
        Checkpoint.Seconds.NONE,
        List.of());
  }

  /** The ranking head of generation 1 was still live with generation 2. */
  @Test
  void vectorsStayForOneGenerationMore() {
    for (int generation = 1; generation <= 4; generation++) {
      decided(generation, Fate.PROMOTED);
    }
    Ranking one = Ranking.NONE.published(1, 5, List.of(7L, 8L));
    Ranking three = Ranking.NONE.published(3, 5, List.of(70L, 80L));
    checkpoints.replaceAll(c -> c.ranked(c.generation() < 3 ? one : three));
    TopicPartition first = new TopicPartition("f.ranking-vectors", 0);
    assertEquals(70, before(1).get(first));
    assertEquals(7, before(2).get(first));
    assertEquals(8, before(2).get(new TopicPartition("f.ranking-vectors", 1)));
    assertNull(before(4).get(first));
  }

  private Map<TopicPartition, Long> before(int keep) {
    return Trimming.before(checkpoints, keep, "f.");
  }

  @Test
  void nothingIsDeletedBeforeThereAreMoreThanAreKept() {
    assertEquals(Map.of(), before(2));
    decided(1, Fate.PROMOTED);
    assertEquals(Map.of(), before(2));
  }

  @Test
  void allBeforeTheOldestKeptIsDeletedInEveryPartition() {
    decided(1, Fate.PROMOTED);
    decided(2, Fate.PROMOTED);
    decided(3, Fate.PROMOTED);
    assertEquals(
        Map.of(
            new TopicPartition("f.checkpoint-users", 0), 200L,
            new TopicPartition("f.checkpoint-users", 1), 201L,
            new TopicPartition("f.checkpoint-movies", 0), 20L,
            new TopicPartition("f.checkpoint-movies", 1), 21L),
        before(2));
  }

  @Test
  void refusedCandidatesTakeNobodysPlaceAndThoseRolledBackKeepTheirs() {
    decided(1, Fate.PROMOTED);
    decided(2, Fate.ROLLED_BACK);
    decided(3, Fate.REFUSED);
    decided(4, Fate.PROMOTED);
    decided(5, Fate.REFUSED);
    assertEquals(200, before(2).get(new TopicPartition("f.checkpoint-users", 0)));
  }

  @Test
  void theLiveGenerationAloneIsTheLeastThatIsKept() {
    decided(1, Fate.PROMOTED);
    decided(2, Fate.PROMOTED);
    assertEquals(200, before(1).get(new TopicPartition("f.checkpoint-users", 0)));
  }

  @Test
  void whereTheOldestKeptDoesNotSayWhereItBeginsAllStays() {
    checkpoints.add(record(1, Fate.PROMOTED));
    checkpoints.add(record(2, Fate.PROMOTED));
    decided(3, Fate.PROMOTED);
    assertEquals(Map.of(), before(2));
  }
}
