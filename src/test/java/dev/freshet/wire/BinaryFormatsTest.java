package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.wire.RatingEvent.Kind;
import dev.freshet.wire.UserState.Due;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Yesterday's bytes still load: every version of every binary format, written out by hand; those of
 * counters are in {@link CounterFormatsTest}. Where one of these fails, the format changed: give it
 * a new version, read both, and add the new bytes here.
 */
class BinaryFormatsTest {

  /** 2023-11-14T22:13:20Z, 0x18bcfe56800. */
  private static final long TIME = 1_700_000_000_000L;

  private static final Factors FACTORS =
      new Factors(2, 7, 1f, -0.5f, new float[] {0.25f, -2f, 4.5f});

  private static final String FACTORS_HEX =
      """
      00000002          # generation 2
      00000007          # steps 7
      3f800000          # bias 1
      bf000000          # baseline -0.5
      0003              # rank 3
      3e800000          # 0.25
      c0000000          # -2
      40900000          # 4.5
      """;

  @Test
  void aRatingOnItsWayToItsUserFromBeforeLogsWereTold() {
    byte[] golden =
        hex(
            """
            01                # version
            00                # rate
            40900000          # rating 4.5
            0000018bcfe56800  # event time
            0000018bcfe56be8  # arrival, a second later
            00000003          # source partition 3
            0000000000000029  # source offset 41
            41 6d c3 a9 6c 69 65  # Amélie
            """);
    RoutedEvent event =
        new RoutedEvent(Kind.RATE, "Amélie", 4.5f, TIME, TIME + 1000, new SourcePosition(3, 41));

    assertEquals(event, RoutedEvent.fromBytes(golden));
  }

  @Test
  void aRetractionOnItsWayToItsUserFromBeforeLogsWereTold() {
    byte[] golden =
        hex(
            """
            01                # version
            01                # retract
            7fc00000          # rating NaN
            0000018bcfe56800  # event time
            0000018bcfe56800  # arrival
            00000000          # source partition 0
            0000000000000000  # source offset 0
            6d 31             # m1
            """);
    RoutedEvent event =
        new RoutedEvent(Kind.RETRACT, "m1", Float.NaN, TIME, TIME, new SourcePosition(0, 0));

    assertEquals(event, RoutedEvent.fromBytes(golden));
  }

  @Test
  void aRequestToBeForgottenOnItsWayToItsUserFromBeforeLogsWereTold() {
    byte[] golden =
        hex(
            """
            01                # version
            02                # forget
            7fc00000          # rating NaN
            ffffffffffffffff  # event time: a millisecond before 1970
            0000018bcfe56800  # arrival
            0000000b          # source partition 11
            000000e8d4a51000  # source offset 10^12
            """);
    RoutedEvent event =
        new RoutedEvent(
            Kind.FORGET, null, Float.NaN, -1, TIME, new SourcePosition(11, 1_000_000_000_000L));

    assertEquals(event, RoutedEvent.fromBytes(golden));
  }

  @Test
  void aRatingWithTheLogItCameFrom() {
    byte[] golden =
        hex(
            """
            02                # version
            00                # rate
            40900000          # rating 4.5
            0000018bcfe56800  # event time
            0000018bcfe56be8  # arrival, a second later
            00000003          # source partition 3
            0000000000000029  # source offset 41
            00000007          # leader epoch 7
            cafe0001          # short form of the topic's id
            41 6d c3 a9 6c 69 65  # Amélie
            """);
    RoutedEvent event =
        new RoutedEvent(
            Kind.RATE,
            "Amélie",
            4.5f,
            TIME,
            TIME + 1000,
            new SourcePosition(3, 41),
            new SourceLog(7, 0xcafe0001));

    assertBytes(golden, event.toBytes());
    assertEquals(event, RoutedEvent.fromBytes(golden));
  }

  @Test
  void aRequestToBeForgottenFromALogOfWhichNothingIsKnown() {
    byte[] golden =
        hex(
            """
            02                # version
            02                # forget
            7fc00000          # rating NaN
            ffffffffffffffff  # event time: a millisecond before 1970
            0000018bcfe56800  # arrival
            0000000b          # source partition 11
            000000e8d4a51000  # source offset 10^12
            ffffffff          # leader epoch unknown
            00000000          # topic unknown
            """);
    RoutedEvent event =
        new RoutedEvent(
            Kind.FORGET, null, Float.NaN, -1, TIME, new SourcePosition(11, 1_000_000_000_000L));

    assertBytes(golden, event.toBytes());
    assertEquals(event, RoutedEvent.fromBytes(golden));
  }

  @Test
  void aRatingOfTheMatrix() {
    byte[] golden =
        hex(
            """
            01                # version
            40600000          # rating 3.5
            0000018bcfe56800  # event time
            00000000000003e9  # sequence 1001
            00000002          # generation 2
            40800000          # prediction 4
            40200000          # baseline 2.5
            """);
    StoredRating rating = new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f);

    assertBytes(golden, rating.toBytes());
    assertEquals(rating, StoredRating.fromBytes(golden));
    assertFalse(rating.isRetracted());
  }

  @Test
  void aRatingThatSurvivedWhenItsUserWasForgotten() {
    byte[] golden =
        hex(
            """
            02                # version
            40600000          # rating 3.5
            0000018bcfe56800  # event time
            00000000000003e9  # sequence 1001
            00000002          # generation 2
            40800000          # prediction 4
            40200000          # baseline 2.5
            00000000000003ea  # the user was forgotten at 1002
            """);
    StoredRating rating = new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f).survived(1002);

    assertBytes(golden, rating.toBytes());
    assertEquals(rating, StoredRating.fromBytes(golden));
  }

  @Test
  void theMarkerOfARetraction() {
    byte[] golden =
        hex(
            """
            01                # version
            7fc00000          # no rating
            ffffffff00000000  # event time: 2^32 ms before 1970
            0000000000000001  # sequence 1
            00000000          # generation 0
            7fc00000          # no prediction
            7fc00000          # no baseline
            """);
    StoredRating marker = StoredRating.retracted(-4_294_967_296L, 1, 0);

    assertBytes(golden, marker.toBytes());
    assertEquals(marker, StoredRating.fromBytes(golden));
    assertTrue(marker.isRetracted());
  }

  @Test
  void aKeyOfTheMatrix() {
    byte[] user = utf8("Zoë");
    byte[] golden =
        hex(
            """
            04                # length of the user id
            5a 6f c3 ab       # Zoë
            6d 37             # m7
            """);

    assertBytes(golden, RatingKey.of(user, "m7").get());
    assertEquals("Zoë", RatingKey.userId(golden));
    assertEquals("m7", RatingKey.movieId(golden));
    assertBytes(hex("04 5a 6f c3 ab"), RatingKey.prefix(user).get());
  }

  @Test
  void factorsOfAMovie() {
    byte[] golden = hex("01 # version\n" + FACTORS_HEX);

    assertBytes(golden, MovieFactors.toBytes(FACTORS));
    assertFactors(MovieFactors.fromBytes(golden));
  }

  @Test
  void anUpdateForTheMovieSide() {
    byte[] golden = hex("01 # version\n 3f000000 # rating 0.5\n" + FACTORS_HEX);

    assertBytes(golden, new MovieUpdate(0.5f, FACTORS).toBytes());
    MovieUpdate update = MovieUpdate.fromBytes(golden);
    assertEquals(0.5f, update.rating());
    assertFactors(update.user());
    assertFalse(update.reapplied(), "learned for the first time");
  }

  @Test
  void anUpdateThatIsReapplied() {
    byte[] golden = hex("02 # version\n 3f000000 # rating 0.5\n" + FACTORS_HEX);

    assertBytes(golden, new MovieUpdate(0.5f, FACTORS, true).toBytes());
    MovieUpdate update = MovieUpdate.fromBytes(golden);
    assertEquals(0.5f, update.rating());
    assertFactors(update.user());
    assertTrue(update.reapplied());
  }

  @Test
  void anUpdateWithWhereItsMovieStarts() {
    byte[] golden = hex("03 # version\n 3f000000 # rating 0.5\n" + FACTORS_HEX + FACTORS_HEX);
    assertBytes(golden, new MovieUpdate(0.5f, FACTORS, false, FACTORS).toBytes());
    MovieUpdate update = MovieUpdate.fromBytes(golden);
    assertFactors(update.user());
    assertFactors(Objects.requireNonNull(update.start()));
    assertFalse(update.reapplied());

    golden[0] = 4;
    assertBytes(golden, new MovieUpdate(0.5f, FACTORS, true, FACTORS).toBytes());
    assertTrue(MovieUpdate.fromBytes(golden).reapplied());
    assertFactors(Objects.requireNonNull(MovieUpdate.fromBytes(golden).start()));
  }

  @Test
  void theEndOfAGenerationInACheckpoint() {
    byte[] golden =
        hex(
            """
            02                # version
            00000002          # generation 2
            00000000000003e9  # the snapshot contained events up to 1001
            0020              # rank 32
            """);
    CheckpointEnd end = new CheckpointEnd(2, 1001, 32);

    assertBytes(golden, end.toBytes());
    assertEquals(end, CheckpointEnd.fromBytes(golden));
  }

  @Test
  void theEndOfAGenerationOfVersion1DoesNotSayItsRank() {
    byte[] golden =
        hex(
            """
            01                # version
            00000002          # generation 2
            00000000000003e9  # the snapshot contained events up to 1001
            """);

    assertEquals(new CheckpointEnd(2, 1001, 0), CheckpointEnd.fromBytes(golden));
  }

  @Test
  void theMarkOfAGenerationAmongTheFactors() {
    byte[] golden =
        hex(
            """
            01                # version
            0000000b          # partition 11
            00000002          # generation 2
            """);
    GenerationMark mark = new GenerationMark(11, 2);

    assertBytes(golden, mark.toBytes());
    assertEquals(mark, GenerationMark.fromBytes(golden));
  }

  @Test
  void endsAndMarksAreUnderAnEmptyKeyWhichNoIdIs() {
    assertBytes(new byte[0], CheckpointEnd.key());
    assertBytes(new byte[0], GenerationMark.key());
    assertTrue(CheckpointEnd.isKey(new byte[0]) && GenerationMark.isKey(new byte[0]));
    assertFalse(CheckpointEnd.isKey(utf8("m")) || GenerationMark.isKey(utf8("m")));
  }

  private static final String USER_HEX =
      """
      01                # due: rating
      03                # factors and source are present
      00000014          # 20 ratings stand
      0000018bcfe56800  # due since
      0000018bcfe563e7  # listed at, a bit before
      0000018bcfe56000  # forgotten up to
      0000018bcfe56001  # forgotten at
      """;

  private static final String USER_REST_HEX =
      """
      00000003          # source partition 3
      0000000000000029  # source offset 41
      """
          + FACTORS_HEX
          + """
          0002              # 2 movies listed
          02 6d 37          # m7
          07 41 6d c3 a9 6c 69 65  # Amélie
          """;

  private static UserState user(long startedAt) {
    return new UserState(
        FACTORS,
        20,
        Due.RATING,
        TIME,
        TIME - 1049,
        new SourcePosition(3, 41),
        ListedMovies.of(List.of("m7", "Amélie")),
        TIME - 2048,
        TIME - 2047,
        startedAt);
  }

  @Test
  void everythingAboutAUser() {
    byte[] golden =
        hex("02 # version\n" + USER_HEX + "00000000000003e9 # began at 1001\n" + USER_REST_HEX);

    assertBytes(golden, user(1001).toBytes());
    UserState read = UserState.fromBytes(golden);
    assertFactors(read.factors());
    assertEquals(withoutFactors(user(1001)), withoutFactors(read));
  }

  @Test
  void aUserOfVersion1DoesNotSayWhenHeBegan() {
    UserState read = UserState.fromBytes(hex("01 # version\n" + USER_HEX + USER_REST_HEX));
    assertFactors(read.factors());
    assertEquals(withoutFactors(user(0)), withoutFactors(read));
  }

  private static final String NOBODY_HEX =
      """
      00                # no list is due
      00                # neither factors nor source
      00000000          # no rating stands
      0000000000000000  # due since
      0000000000000000  # never listed
      8000000000000000  # never forgotten
      0000000000000000  # forgotten at
      """;

  @Test
  void aUserOfWhomNothingIsKnown() {
    byte[] golden =
        hex(
            "02 # version\n"
                + NOBODY_HEX
                + """
                0000000000000000  # never began
                0000              # no movies listed
                """);

    assertBytes(golden, UserState.NEW.toBytes());
    UserState read = UserState.fromBytes(golden);
    assertNull(read.factors());
    assertEquals(UserState.NEW, read);
    assertFalse(read.hasMarker());
    assertEquals(
        UserState.NEW,
        UserState.fromBytes(hex("01 # version\n" + NOBODY_HEX + "0000 # no movies listed")));
  }

  @ParameterizedTest
  @CsvSource({"00, NO", "01, RATING", "02, CHECKPOINT", "03, CATALOGUE"})
  void whyAListIsDueIsOneByte(String code, Due due) {
    byte[] bytes = UserState.NEW.toBytes();
    bytes[1] = HexFormat.of().parseHex(code)[0];

    assertEquals(due, UserState.fromBytes(bytes).due());
    assertBytes(bytes, UserState.fromBytes(bytes).toBytes());
  }

  private static void assertFactors(Factors read) {
    assertNotNull(read);
    assertEquals(2, read.generation());
    assertEquals(7, read.steps());
    assertEquals(1f, read.bias());
    assertEquals(-0.5f, read.baseline());
    assertArrayEquals(new float[] {0.25f, -2f, 4.5f}, read.vector());
  }

  private static UserState withoutFactors(UserState s) {
    return new UserState(
        null,
        s.ratings(),
        s.due(),
        s.dueSince(),
        s.listedAt(),
        s.source(),
        s.listed(),
        s.forgottenUpTo(),
        s.forgottenAt(),
        s.startedAt());
  }

  static void assertBytes(byte[] expected, byte[] actual) {
    assertEquals(HexFormat.of().formatHex(expected), HexFormat.of().formatHex(actual));
  }

  /** Bytes written as hex digits, each line with a comment. */
  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
