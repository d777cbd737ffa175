package dev.freshet.wire;

import static dev.freshet.wire.GoldenFormat.assertBytes;
import static dev.freshet.wire.GoldenFormat.contents;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Yesterday's factors still load: every version of them, and of the marks between them. */
class FactorFormatsTest {

  static final Factors FACTORS = new Factors(2, 7, 1f, -0.5f, new float[] {0.25f, -2f, 4.5f});

  /** {@link #FACTORS} as they are in every format that has some. */
  static final String FACTORS_HEX =
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

  private static final GoldenFormat<Factors> MOVIE =
      new GoldenFormat<>(MovieFactors::toBytes, MovieFactors::fromBytes, GoldenFormat::contents);
  private static final GoldenFormat<MovieUpdate> UPDATE =
      new GoldenFormat<>(
          MovieUpdate::toBytes, MovieUpdate::fromBytes, FactorFormatsTest::contentsOf);
  private static final GoldenFormat<CheckpointEnd> END =
      new GoldenFormat<>(CheckpointEnd::toBytes, CheckpointEnd::fromBytes);
  private static final GoldenFormat<GenerationMark> MARK =
      new GoldenFormat<>(GenerationMark::toBytes, GenerationMark::fromBytes);

  private static List<Object> contentsOf(MovieUpdate update) {
    Factors start = update.start();
    return Arrays.asList(
        update.rating(),
        contents(update.user()),
        update.reapplied(),
        start == null ? null : contents(start));
  }

  @Test
  void factorsOfAMovie() {
    MOVIE.assertWrittenAndRead("01 # version\n" + FACTORS_HEX, FACTORS);
  }

  @Test
  void anUpdateForTheMovieSide() {
    MovieUpdate read =
        UPDATE.assertWrittenAndRead(
            "01 # version\n 3f000000 # rating 0.5\n" + FACTORS_HEX, new MovieUpdate(0.5f, FACTORS));

    assertFalse(read.reapplied(), "learned for the first time");
  }

  @Test
  void anUpdateThatIsReapplied() {
    MovieUpdate read =
        UPDATE.assertWrittenAndRead(
            "02 # version\n 3f000000 # rating 0.5\n" + FACTORS_HEX,
            new MovieUpdate(0.5f, FACTORS, true));

    assertTrue(read.reapplied());
  }

  @Test
  void anUpdateWithWhereItsMovieStarts() {
    String rest = " # version\n 3f000000 # rating 0.5\n" + FACTORS_HEX + FACTORS_HEX;

    MovieUpdate first =
        UPDATE.assertWrittenAndRead("03" + rest, new MovieUpdate(0.5f, FACTORS, false, FACTORS));
    assertFalse(first.reapplied());

    MovieUpdate again =
        UPDATE.assertWrittenAndRead("04" + rest, new MovieUpdate(0.5f, FACTORS, true, FACTORS));
    assertTrue(again.reapplied());
  }

  @Test
  void theEndOfAGenerationInACheckpoint() {
    String golden =
        """
        02                # version
        00000002          # generation 2
        00000000000003e9  # the snapshot contained events up to 1001
        0020              # rank 32
        """;
    CheckpointEnd end = new CheckpointEnd(2, 1001, 32);

    END.assertWrittenAndRead(golden, end);
  }

  @Test
  void theEndOfAGenerationOfVersion1DoesNotSayItsRank() {
    String golden =
        """
        01                # version
        00000002          # generation 2
        00000000000003e9  # the snapshot contained events up to 1001
        """;

    END.assertRead(golden, new CheckpointEnd(2, 1001, 0));
  }

  @Test
  void theMarkOfAGenerationAmongTheFactors() {
    String golden =
        """
        01                # version
        0000000b          # partition 11
        00000002          # generation 2
        """;
    GenerationMark mark = new GenerationMark(11, 2);

    MARK.assertWrittenAndRead(golden, mark);
  }

  @Test
  void endsAndMarksAreUnderAnEmptyKeyWhichNoIdIs() {
    byte[] id = "m".getBytes(StandardCharsets.UTF_8);

    assertBytes(new byte[0], CheckpointEnd.key());
    assertBytes(new byte[0], GenerationMark.key());
    assertTrue(CheckpointEnd.isKey(new byte[0]) && GenerationMark.isKey(new byte[0]));
    assertFalse(CheckpointEnd.isKey(id) || GenerationMark.isKey(id));
  }
}
