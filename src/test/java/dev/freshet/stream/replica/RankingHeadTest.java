package dev.freshet.stream.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two partitions. */
class RankingHeadTest {

  private final RankingHead head = new RankingHead(2);
  private final Map<String, Integer> indexes = new HashMap<>();

  private int index(String movieId) {
    return indexes.computeIfAbsent(movieId, id -> indexes.size());
  }

  private void put(int generation, String... movieIds) {
    for (String movieId : movieIds) {
      head.put(movieId, generation, new float[] {generation, 1});
    }
  }

  private void end(int partition, int generation) {
    head.end(partition, generation, 2, this::index);
  }

  private void assertServes(int generation, int movies) {
    assertEquals(generation, head.current().generation());
    assertEquals(movies, head.current().size());
  }

  @Test
  void nothingScoresBeforeEveryPartitionHasEnded() {
    put(4, "heat", "alien");
    end(0, 4);
    assertServes(0, 0);
    end(0, 4);
    assertServes(0, 0);
    end(1, 4);
    assertServes(4, 2);
  }

  @Test
  void theLastOneScoresWhileTheNextGathers() {
    put(4, "heat", "alien");
    end(0, 4);
    end(1, 4);
    put(6, "heat");
    end(1, 6);
    assertServes(4, 2);
    end(0, 6);
    assertServes(6, 1);
  }

  /** At a start one partition is read to its end before the next one begins. */
  @Test
  void ofSeveralGenerationsTheNewestCounts() {
    put(4, "heat");
    end(0, 4);
    put(6, "ran");
    end(0, 6);
    put(4, "alien");
    end(1, 4);
    assertServes(4, 2);
    put(6, "alien");
    end(1, 6);
    assertServes(6, 2);
    put(4, "heat");
    end(0, 4);
    end(1, 4);
    assertServes(6, 2);
  }

  @Test
  void aGenerationWithoutVectorsEndsThoseBefore() {
    put(4, "heat");
    end(0, 4);
    end(1, 4);
    end(0, 7);
    end(1, 7);
    assertServes(7, 0);
  }

  /** Somebody else wrote another length into the topic. */
  @Test
  void vectorsOfAnotherLengthAreLeftOut() {
    put(4, "heat", "alien");
    head.put("ran", 4, new float[] {1});
    head.put("stalker", 4, new float[] {1, 2, 3});
    end(0, 4);
    end(1, 4);
    assertServes(4, 2);
  }

  @Test
  void aMovieThatNobodyNeedsLeaves() {
    put(4, "heat", "alien");
    end(0, 4);
    end(1, 4);
    head.remove(index("heat"));
    assertServes(4, 1);
  }

  /** Somebody else wrote a vector and an end of a generation that nobody will ever reach. */
  @Test
  void aGenerationThatNeverBecomesWholeHoldsUpNoOther() {
    head.put("ran", Integer.MAX_VALUE, new float[] {1, 1});
    end(0, Integer.MAX_VALUE);
    put(4, "heat");
    end(0, 4);
    end(1, 4);
    assertServes(4, 1);
  }

  @Test
  void ofManyThatGatherTheNewestStay() {
    for (int generation = 1; generation <= 40; generation++) {
      put(generation, "heat");
      end(0, generation);
    }
    end(1, 1);
    assertServes(0, 0);
    end(1, 40);
    assertServes(40, 1);
  }
}
