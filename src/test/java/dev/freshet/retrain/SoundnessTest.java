package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.online.Factors;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Content;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.Checkpoint.Space;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SoundnessTest {

  private static final Factors SOUND = factors(7, 1, 2);

  private static Factors factors(int generation, float... vector) {
    return new Factors(generation, 3, .5f, .1f, vector);
  }

  private static @Nullable String flaw(Factors ada, Factors heat) {
    Map<String, Factors> users = Map.of("ada", ada);
    Map<String, Factors> movies = Map.of("heat", heat);
    return Soundness.flaw(7, 2, users::forEach, movies::forEach);
  }

  private static Checkpoint promoted(@Nullable Content content) {
    Checkpoint checkpoint =
        new Checkpoint(
            7,
            new Checkpoint.Decision(Fate.PROMOTED, "", 0),
            new Checkpoint.Lineage(6, null),
            9,
            Checkpoint.Judgement.NONE,
            Checkpoint.Seconds.NONE,
            List.of());
    return checkpoint.published(1, content);
  }

  private static Content content(long users, long movies) {
    return new Content(new Space(2, 3, 1, 5), users, movies, List.of(0L), List.of(0L));
  }

  private static PublishedGeneration found(boolean ended) {
    return new PublishedGeneration(
        new TreeMap<>(Map.of("ada", SOUND)), new TreeMap<>(Map.of("heat", SOUND)), ended);
  }

  @Test
  void factorsOfOneGenerationAndRankAreSound() {
    assertNull(flaw(SOUND, SOUND));
  }

  @Test
  void aFactorThatIsNotFiniteIsAFlaw() {
    assertEquals(
        "the factors of user ada are not finite numbers", flaw(factors(7, 1, Float.NaN), SOUND));
    assertEquals(
        "the factors of movie heat are not finite numbers",
        flaw(SOUND, factors(7, Float.POSITIVE_INFINITY, 0)));
  }

  @Test
  void anotherRankIsAFlaw() {
    assertEquals(
        "the factors of movie heat have rank 3 instead of 2", flaw(SOUND, factors(7, 1, 2, 3)));
  }

  @Test
  void anotherGenerationIsAFlaw() {
    assertEquals(
        "the factors of user ada are of generation 6 instead of 7", flaw(factors(6, 1, 2), SOUND));
  }

  @Test
  void whatHasAsManyUsersAndMoviesAsWerePublishedIsWhole() {
    assertNull(Soundness.gap(promoted(content(1, 1)), found(true)));
  }

  @Test
  void fewerUsersOrMoviesThanWerePublishedAreAGap() {
    assertEquals(
        "generation 7 is truncated: 1 of 2 users and 1 of 1 movies are there",
        Soundness.gap(promoted(content(2, 1)), found(true)));
    assertEquals(
        "generation 7 is truncated: 1 of 1 users and 1 of 5 movies are there",
        Soundness.gap(promoted(content(1, 5)), found(true)));
  }

  @Test
  void aGenerationWhoseEndIsGoneIsNoLongerKept() {
    assertEquals(
        "generation 7 is no longer kept", Soundness.gap(promoted(content(1, 1)), found(false)));
  }

  @Test
  void ofARecordFromBeforeCountsWereNotedTheEndsAreEnough() {
    assertNull(Soundness.gap(promoted(null), found(true)));
    assertEquals("generation 7 is no longer kept", Soundness.gap(promoted(null), found(false)));
  }
}
