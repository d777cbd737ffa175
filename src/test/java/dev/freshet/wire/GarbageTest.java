package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Valid records, mutated at random: whatever comes out is read or rejected, and nothing else. */
class GarbageTest {

  private static final int ROUNDS = 60_000;
  private static final long NOW = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();

  private final Mutations mutations = new Mutations(20240501);

  @Test
  void ratings() throws RejectedException {
    RatingParser parser =
        new RatingParser(Scale.MOVIELENS, InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    EnumSet<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] value = mutations.of(Mutations.RATINGS);
      try {
        RatingEvent event = parser.parse(value, NOW);
        accepted++;
        assertEquals(
            event, parser.parse(RatingJson.write(event), NOW), "what is read can be written");
      } catch (RejectedException e) {
        reasons.add(e.reason());
        assertSound(e, value);
      }
    }
    assertTrue(accepted > ROUNDS / 100, accepted + " mutations were harmless");
    assertTrue(reasons.size() >= 12, () -> "the mutations are too tame: " + reasons);
  }

  @Test
  void movies() throws RejectedException {
    MovieParser parser = new MovieParser();
    EnumSet<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] key = round % 4 == 0 ? mutations.of(List.of("m1", "ä€😀")) : null;
      byte[] value = mutations.of(Mutations.MOVIES);
      try {
        MovieEvent event = parser.parse(key, value);
        accepted++;
        Movie movie = event.movie();
        assertEquals(event, parser.parse(key, movie == null ? null : MovieJson.write(movie)));
      } catch (RejectedException e) {
        reasons.add(e.reason());
        assertSound(e, value);
      }
    }
    assertTrue(accepted > ROUNDS / 100, accepted + " mutations were harmless");
    assertTrue(reasons.size() >= 10, () -> "the mutations are too tame: " + reasons);
  }

  private static void assertSound(RejectedException e, byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    assertFalse(e.getMessage().startsWith("the JSON reader failed"), () -> e.getMessage() + text);
    assertEquals(1, e.getMessage().lines().count(), text);
  }
}
