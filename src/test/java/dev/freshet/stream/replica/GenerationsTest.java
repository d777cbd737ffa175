package dev.freshet.stream.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.wire.GenerationMark;
import org.junit.jupiter.api.Test;

class GenerationsTest {

  private final Generations generations = new Generations(2, 2);

  private static Factors of(int generation) {
    return new Factors(generation, 0, 0, 0, new float[] {generation, generation});
  }

  private void mark(int partition, int generation) {
    FactorMatrix whole = generations.mark(new GenerationMark(partition, generation));
    if (whole != null) {
      generations.moveTo(whole);
    }
  }

  @Test
  void aGenerationScoresOnceEveryPartitionIsInIt() {
    generations.put(0, of(0));
    generations.put(0, of(1));
    mark(0, 1);
    assertEquals(0, generations.current().generation());
    generations.put(1, of(1));
    mark(1, 1);
    assertEquals(1, generations.current().generation());
    assertEquals(2, generations.current().size());
  }

  private void whole(int generation) {
    generations.put(0, of(generation));
    mark(0, generation);
    mark(1, generation);
  }

  @Test
  void theLastGenerationStaysWhileUsersAreInItAndTheOneBeforeItGoes() {
    generations.usersAreIn(0, 1);
    generations.usersAreIn(1, 1);
    whole(1);
    whole(2);
    assertNotNull(generations.of(1));
    assertNull(generations.of(0));

    generations.usersAreIn(0, 2);
    assertFalse(generations.settle());
    assertNotNull(generations.of(1), "users of the other partition are in it");
    generations.usersAreIn(1, 2);
    assertTrue(generations.settle());
    assertNull(generations.of(1));
  }

  @Test
  void whereThereAreNoUsersNoGenerationStaysForThem() {
    whole(1);
    whole(2);
    assertNull(generations.of(1));

    generations.usersAreIn(0, 2);
    whole(3);
    assertNotNull(generations.of(2));
    generations.usersLeft(0);
    assertTrue(generations.settle());
    assertNull(generations.of(2));
  }

  @Test
  void threeGenerationsAreNeverHereAtOnce() {
    generations.usersAreIn(0, 1);
    whole(1);
    whole(2);
    assertNotNull(generations.of(1));
    generations.put(0, of(3));
    assertNull(generations.of(1), "the next one gathers");
    assertNotNull(generations.of(2));
  }

  @Test
  void whatWasNeverHereIsNotTheLastGeneration() {
    generations.put(0, of(2)); // a start after the first generation was adopted
    mark(0, 2);
    mark(1, 2);
    assertNull(generations.of(0));
  }

  @Test
  void aStartInTheMiddleOfAnAdoptionWaitsForItsEnd() {
    generations.put(0, of(4));
    mark(0, 4);
    generations.put(1, of(3));
    mark(1, 3);
    generations.seal();
    assertFalse(generations.isReady(), "the first partition's movies of 3 are gone");
    generations.put(1, of(4));
    mark(1, 4);
    assertTrue(generations.isReady());
    assertEquals(4, generations.current().generation());
    assertEquals(2, generations.current().size());
  }

  @Test
  void anAdoptionThatBeginsLaterHoldsNobodyUp() {
    generations.seal();
    mark(0, 1);
    assertTrue(generations.isReady());
  }

  @Test
  void aUserOfANewerGenerationHoldsAllUpUntilItIsWhole() {
    generations.require(1);
    assertFalse(generations.isReady());
    mark(0, 1);
    mark(1, 1);
    assertTrue(generations.isReady());
  }

  @Test
  void whatIsAwaitedIsSaidAndWhoHasItNot() {
    assertTrue(generations.lateness().isEmpty());
    generations.require(1);
    mark(1, 1);
    assertEquals(
        "generation 1 of the movies is awaited and 0 is here; without it are partitions [0] of the"
            + " movie side",
        generations.lateness().orElseThrow());
    mark(0, 1);
    assertTrue(generations.lateness().isEmpty());
  }

  @Test
  void onlyWhatIsNewOfAGenerationOnItsWayIsProgress() {
    generations.put(0, of(0));
    assertEquals(0, generations.readAhead());
    generations.put(0, of(1));
    mark(0, 1);
    assertEquals(2, generations.readAhead());
    generations.put(0, of(1)); // learned in a partition that has it, while the other has not
    mark(0, 1);
    assertEquals(2, generations.readAhead());
  }
}
