package dev.freshet.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.event.RatingEvent.Kind;
import dev.freshet.event.UserState.Due;
import dev.freshet.model.Factors;
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

  @Test
  void aVersionFromTheFutureIsRefusedByName() {
    assertRefused("ratings-by-user", 3, "1 to 2", RoutedEvent::fromBytes);
    assertRefused("user-ratings", 3, "1 to 2", StoredRating::fromBytes);
    assertRefused("movie-factors", 2, "1", MovieFactors::fromBytes);
    assertRefused("movie-updates", 5, "1 to 4", MovieUpdate::fromBytes);
    assertRefused("user-factors", 3, "1 to 2", UserState::fromBytes);
    assertRefused("user-progress", 5, "1 to 4", UserProgress::fromBytes);
    assertRefused("movie-progress", 4, "1 to 3", MovieProgress::fromBytes);
    assertRefused("end of a checkpoint", 3, "1 to 2", CheckpointEnd::fromBytes);
    assertRefused("mark of a generation", 2, "1", GenerationMark::fromBytes);
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
    event[1] = 3;
    byte[] user = UserState.NEW.toBytes();
    user[1] = 4;

    assertEquals(
        "no kind of event has the code 3",
        assertThrows(IllegalStateException.class, () -> RoutedEvent.fromBytes(event)).getMessage());
    assertEquals(
        "user-factors: no reason has the code 4",
        assertThrows(IllegalStateException.class, () -> UserState.fromBytes(user)).getMessage());
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
            ListedMovies.of(List.of(id, "m", id)),
            Long.MIN_VALUE,
            0,
            0);

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
  void factorsOfNoDimensionsAndNumbersThatAreNone() {
    Factors none = new Factors(0, 0, Float.NaN, Float.NEGATIVE_INFINITY, new float[0]);
    Factors read = MovieFactors.fromBytes(MovieFactors.toBytes(none));

    assertTrue(Float.isNaN(read.bias()));
    assertEquals(Float.NEGATIVE_INFINITY, read.baseline());
    assertEquals(0, read.vector().length);
  }

  private static void assertRefused(
      String format, int future, String known, Function<byte[], ?> read) {
    byte[] bytes = new byte[128];
    bytes[0] = (byte) future;
    assertEquals(
        "%s: version %d is not known here, this program reads %s".formatted(format, future, known),
        assertThrows(IllegalStateException.class, () -> read.apply(bytes)).getMessage());
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
