package dev.freshet.wire;

import static dev.freshet.wire.FactorFormatsTest.FACTORS;
import static dev.freshet.wire.FactorFormatsTest.FACTORS_HEX;
import static dev.freshet.wire.GoldenFormat.assertBytes;
import static dev.freshet.wire.GoldenFormat.contents;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.online.Factors;
import dev.freshet.wire.UserState.Due;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Yesterday's users still load: every version of what is kept of one. */
class UserFormatsTest {

  /** 2023-11-14T22:13:20Z, 0x18bcfe56800. */
  private static final long TIME = 1_700_000_000_000L;

  private static final GoldenFormat<UserState> USER =
      new GoldenFormat<>(UserState::toBytes, UserState::fromBytes, UserFormatsTest::contentsOf);

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

  private static final String SOURCE_AND_FACTORS_HEX =
      """
      00000003          # source partition 3
      0000000000000029  # source offset 41
      """
          + FACTORS_HEX;

  private static final String LISTED_HEX =
      """
      0002              # 2 movies listed
      02 6d 37          # m7
      07 41 6d c3 a9 6c 69 65  # Amélie
      """;

  private static final String BEGAN_HEX = "00000000000003e9 # began at 1001\n";

  private static UserState user(long startedAt) {
    return new UserState(
        FACTORS,
        20,
        Due.RATING,
        TIME,
        TIME - 1049,
        new SourcePosition(3, 41),
        ListedMovies.of(List.of("m7", "Amélie"), TIME - 1049, 2, Arm.TREATMENT),
        TIME - 2048,
        TIME - 2047,
        startedAt,
        List.of());
  }

  @Test
  void everythingAboutAUser() {
    USER.assertWrittenAndRead(
        "03 # version\n"
            + USER_HEX
            + BEGAN_HEX
            + SOURCE_AND_FACTORS_HEX
            + """
            02                # 2 movies lately
            01 61             # a
            02 6d 37          # m7
            0000018bcfe563e7  # list sent at
            00000002          # of generation 2
            00                # arm: treatment
            """
            + LISTED_HEX,
        user(1001).had("m7").had("a"));
  }

  @Test
  void aUserWithInteractions() {
    UserState read =
        USER.assertWrittenAndRead(
            "04 # version\n"
                + USER_HEX
                + BEGAN_HEX
                + "00000005 # 5 movies with interactions\n"
                + "00000002 # 2 of them are left out of lists\n"
                + SOURCE_AND_FACTORS_HEX
                + """
                00                # no movies lately
                0000018bcfe563e7  # list sent at
                00000002          # of generation 2
                00                # arm: treatment
                """
                + LISTED_HEX,
            user(1001).counting(20, 5, 2));
    assertEquals(5, read.interacted());
    assertEquals(3, read.counting(20, 0, 0).toBytes()[0], "without any as in the version before");
  }

  @Test
  void aUserOfVersion2HasNoLastMoviesAndAListOfTheTreatment() {
    USER.assertRead(
        "02 # version\n" + USER_HEX + BEGAN_HEX + SOURCE_AND_FACTORS_HEX + LISTED_HEX, user(1001));
  }

  @Test
  void aUserOfVersion1DoesNotSayWhenHeBegan() {
    USER.assertRead("01 # version\n" + USER_HEX + SOURCE_AND_FACTORS_HEX + LISTED_HEX, user(0));
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
    UserState read =
        USER.assertWrittenAndRead(
            "03 # version\n"
                + NOBODY_HEX
                + """
                0000000000000000  # never began
                00                # no movies lately
                0000000000000000  # no list was sent
                00000000          # of generation 0
                00                # arm: treatment
                0000              # no movies listed
                """,
            UserState.NEW);
    assertNull(read.factors());
    assertEquals(UserState.NEW, read);
    assertFalse(read.hasMarker());

    UserState old =
        USER.assertRead("01 # version\n" + NOBODY_HEX + "0000 # no movies listed", UserState.NEW);
    assertEquals(UserState.NEW, old);
  }

  @ParameterizedTest
  @CsvSource({"00, NO", "01, RATING", "02, CHECKPOINT", "03, CATALOGUE"})
  void whyAListIsDueIsOneByte(String code, Due due) {
    byte[] bytes = UserState.NEW.toBytes();
    bytes[1] = HexFormat.of().parseHex(code)[0];

    assertEquals(due, UserState.fromBytes(bytes).due());
    assertBytes(bytes, UserState.fromBytes(bytes).toBytes());
  }

  /** All that is kept of a user; factors, which hold an array, have no equality of their own. */
  private static List<Object> contentsOf(UserState user) {
    Factors factors = user.factors();
    return Arrays.asList(factors == null ? null : contents(factors), withoutFactors(user));
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
        s.startedAt(),
        s.recent(),
        s.interacted(),
        s.hidden());
  }
}
