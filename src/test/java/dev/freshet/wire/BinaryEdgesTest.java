package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.wire.RatingEvent.Kind;
import dev.freshet.wire.UserState.Due;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary formats at their edges: odd ids, numbers that are none, bytes that nobody wrote. */
class BinaryEdgesTest {

  private static final long TIME = 1_700_000_000_000L;

  /** A newer version of a plausible length stops whoever meets it; everything else is set aside. */
  @Test
  void aVersionFromTheFutureIsRefusedByName() {
    assertNewer("ratings-by-user", 3, "1 to 3", RoutedEvent::fromBytes);
    assertNewer("user-ratings", 6, "1 to 6", StoredRating::fromBytes);
    assertNewer("movie-factors", 2, "1 to 2", MovieFactors::fromBytes);
    assertNewer("movie-updates", 8, "1 to 8", MovieUpdate::fromBytes);
    assertNewer("movie-updates", 10, "9 to 10", TakesChanged::fromBytes);
    assertNewer("user-factors", 4, "1 to 4", UserState::fromBytes);
    assertNewer("user-progress", 5, "1 to 5", UserProgress::fromBytes);
    assertNewer("movie-progress", 3, "1 to 3", MovieProgress::fromBytes);
    assertNewer("end of a checkpoint", 2, "1 to 2", CheckpointEnd::fromBytes);
    assertNewer("mark of a generation", 1, "1", GenerationMark::fromBytes);
  }

  /** Who looks for what others wrote passes over garbage, never over what is whole and newer. */
  @Test
  void aVersionFromTheFutureIsNotTakenForGarbage() {
    byte[] factors = MovieFactors.toBytes(new Factors(1, 2, 0, 0, new float[] {1, 2}));
    factors[0] = 3;
    byte[] end = new CheckpointEnd(1, 2, 3).toBytes();
    end[0]++;
    assertThrows(NewerFormatException.class, () -> MovieFactors.orNull(factors));
    assertThrows(NewerFormatException.class, () -> CheckpointEnd.orNull(end));
  }

  /** Anybody may write into a topic: what cannot be computed with is no factors. */
  @Test
  void whatIsNoFactorsIsTold() {
    byte[] factors = MovieFactors.toBytes(new Factors(1, 2, 0, 0, new float[] {1, 2}));
    byte[] negativeRank = factors.clone();
    negativeRank[17] = (byte) 0xff;
    assertNotNull(MovieFactors.orNull(factors));
    for (byte[] garbage :
        Arrays.asList(
            null,
            new byte[0],
            utf8("hello"),
            Arrays.copyOf(factors, factors.length - 1),
            negativeRank,
            MovieFactors.toBytes(new Factors(1, 2, Float.NaN, 0, new float[] {1, 2})),
            MovieFactors.toBytes(new Factors(1, 2, 0, 0, new float[] {1, Float.NaN})),
            MovieFactors.toBytes(new Factors(1, 2, 0, 0, new float[0])))) {
      assertNull(MovieFactors.orNull(garbage));
    }
    assertNotNull(CheckpointEnd.orNull(new CheckpointEnd(1, 2, 3).toBytes()));
    assertNull(CheckpointEnd.orNull(utf8("end")));
    assertNull(CheckpointEnd.orNull(null));
  }

  @Test
  void aCodeThatNobodyGaveIsRefused() {
    byte[] event =
        new RoutedEvent(Kind.RATE, "m", 1, TIME, TIME, new SourcePosition(0, 0)).toBytes();
    event[1] = 5;
    byte[] user = UserState.NEW.toBytes();
    user[1] = 4;

    assertEquals(
        "ratings-by-user: no kind of event has the code 5",
        assertThrows(UnreadableException.class, () -> RoutedEvent.fromBytes(event)).getMessage());
    assertEquals(
        "user-factors: no reason has the code 4",
        assertThrows(UnreadableException.class, () -> UserState.fromBytes(user)).getMessage());
  }

  /** Ids at the edges: one byte, 128 bytes, and 128 bytes of which none is ASCII. */
  @ParameterizedTest
  @ValueSource(strings = {"7", "x*128", "é*64", "映*42", "🎬*32", " ", "a/b\"c"})
  void anyIdComesBackAsItWas(String pattern) {
    String id = repeated(pattern);
    byte[] bytes = utf8(id);
    RoutedEvent event = new RoutedEvent(Kind.RATE, id, 1, -1, 0, new SourcePosition(0, 0));
    UserState user =
        new UserState(
            null,
            1,
            Due.NO,
            0,
            0,
            null,
            ListedMovies.of(List.of(id, "m", id), 0, 0, Arm.TREATMENT),
            Long.MIN_VALUE,
            0,
            0,
            List.of());

    assertEquals(event, RoutedEvent.fromBytes(event.toBytes()));
    assertEquals(user, UserState.fromBytes(user.toBytes()));
    byte[] key = RatingKey.of(bytes, id).get();
    assertEquals(bytes.length, Byte.toUnsignedInt(key[0]));
    assertEquals(id, RatingKey.userId(key));
    assertEquals(id, RatingKey.movieId(key));
  }

  @Test
  void noUsersPrefixIsAnothers() {
    byte[] ab = RatingKey.of(utf8("ab"), "c").get();
    byte[] prefixOfA = RatingKey.prefix(utf8("a")).get();

    assertFalse(new String(ab, StandardCharsets.UTF_8).startsWith("\1a"));
    assertEquals(1, prefixOfA[0]);
    assertEquals(2, ab[0]);
    assertFalse(Arrays.equals(ab, RatingKey.of(utf8("a"), "bc").get()), "(ab, c) and (a, bc)");
  }

  @Test
  void factorsWithNumbersThatAreNoneAreReadAndOfNoDimensionsAreNot() {
    Factors none = new Factors(0, 0, Float.NaN, Float.NEGATIVE_INFINITY, new float[] {1});
    Factors read = MovieFactors.fromBytes(MovieFactors.toBytes(none));

    assertTrue(Float.isNaN(read.bias()));
    assertEquals(Float.NEGATIVE_INFINITY, read.baseline());
    byte[] pointless = MovieFactors.toBytes(new Factors(0, 0, 0, 0, new float[0]));
    assertThrows(UnreadableException.class, () -> MovieFactors.fromBytes(pointless));
  }

  private static void assertNewer(
      String format, int newest, String known, Function<byte[], ?> read) {
    byte[] bytes = new byte[256];
    for (int version = newest + 1; version <= newest + Format.AHEAD; version++) {
      bytes[0] = (byte) version;
      assertEquals(
          ("%s: version %d is of a newer Freshet, this one reads %s; upgrade all instances to a"
                  + " version that reads it before one writes it, see docs/operations.md")
              .formatted(format, version, known),
          assertThrows(NewerFormatException.class, () -> read.apply(bytes)).getMessage());
      byte[] cut = {(byte) version, 0, 0};
      assertThrows(UnreadableException.class, () -> read.apply(cut), "too short for any");
    }
    for (int version : new int[] {-1, 0, newest + Format.AHEAD + 1, Byte.MAX_VALUE}) {
      bytes[0] = (byte) version;
      assertEquals(
          "%s: version %d is not known here, this program reads %s"
              .formatted(format, version, known),
          assertThrows(UnreadableException.class, () -> read.apply(bytes)).getMessage());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String repeated(String pattern) {
    int star = pattern.indexOf('*');
    return star < 0
        ? pattern
        : pattern.substring(0, star).repeat(Integer.parseInt(pattern.substring(star + 1)));
  }
}
