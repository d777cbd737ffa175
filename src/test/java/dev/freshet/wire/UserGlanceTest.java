package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A glance sees what reading all of it would. */
class UserGlanceTest {

  @Test
  void itSeesWhatTheWholeStateHas() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      UserState state = state(random);
      agree(state, state.toBytes());
    }
  }

  @Test
  void itReadsTheFirstVersion() {
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      UserState state = withoutRecent(random);
      byte[] now = state.toBytes();
      int recent = now.length - state.listed().size() - 1;
      int added = 1 + ListedMovies.HEADER; // the last movies, and what is counted of lists
      ByteBuffer first = ByteBuffer.allocate(now.length - Long.BYTES - added).put((byte) 1);
      first.put(now, 1, 38).put(now, 47, recent - 47); // without startedAt
      first.put(now, recent + added, now.length - recent - added);
      agree(UserState.fromBytes(first.array()), first.array());
    }
  }

  @Test
  void whatIsNoUserIsRefusedAsAWholeReadingRefusesIt() {
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = state(random).toBytes();
      byte[] other =
          Arrays.copyOf(bytes, random.nextInt(4) > 0 ? bytes.length : random.nextInt(99));
      for (int change = random.nextInt(4); change > 0 && other.length > 0; change--) {
        other[random.nextInt(Math.min(60, other.length))] = (byte) random.nextInt();
      }
      UserState whole;
      try {
        whole = UserState.fromBytes(other);
      } catch (UnreadableException | NewerFormatException e) {
        refused++;
        continue;
      }
      agree(whole, other);
    }
    assertTrue(refused > 1_000, refused + " refused");
    for (int length = 0; length < 99; length++) {
      byte[] none = new byte[length];
      assertThrows(UnreadableException.class, () -> UserGlance.of(none));
    }
  }

  private static void agree(UserState state, byte[] bytes) {
    UserGlance glance = UserGlance.of(bytes);
    assertEquals(state.isDue(), glance.isDue());
    assertEquals(state.ratings(), glance.ratings());
    assertEquals(state.listedAt(), glance.listedAt());
    assertEquals(state.hasMarker(), glance.hasMarker());
    assertEquals(state.forgottenAt(), glance.forgottenAt());
    List<String> seen = new ArrayList<>();
    assertTrue(glance.hasListedOnly(seen::add));
    assertEquals(state.listed().ids(), seen);
    assertEquals(seen.size(), glance.listed());
    if (!seen.isEmpty()) {
      String last = seen.get(seen.size() - 1);
      assertFalse(glance.hasListedOnly(movie -> !movie.equals(last)));
    }
  }

  private static UserState state(Random random) {
    UserState state = withoutRecent(random);
    for (int movie = random.nextInt(12); movie > 0; movie--) {
      state = state.had("\u00fc".repeat(1 + random.nextInt(9)) + movie);
    }
    return state;
  }

  private static UserState withoutRecent(Random random) {
    Factors factors = new Factors(random.nextInt(9), 3, 1, 2, new float[1 + random.nextInt(64)]);
    List<String> listed = new ArrayList<>();
    for (int movie = random.nextInt(11); movie > 0; movie--) {
      listed.add("m\u00fc".repeat(1 + random.nextInt(30)) + movie);
    }
    boolean isForgotten = random.nextBoolean();
    return new UserState(
        random.nextBoolean() ? factors : null,
        random.nextInt(1_000),
        List.of(UserState.Due.values()).get(random.nextInt(4)),
        random.nextLong(),
        random.nextLong(),
        random.nextBoolean() ? new SourcePosition(random.nextInt(12), random.nextInt()) : null,
        ListedMovies.of(listed, random.nextLong(), random.nextInt(9), Arm.TREATMENT),
        isForgotten ? random.nextInt() : Long.MIN_VALUE,
        isForgotten ? random.nextLong() : 0,
        random.nextLong(),
        List.of());
  }
}
