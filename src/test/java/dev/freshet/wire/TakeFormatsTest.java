package dev.freshet.wire;

import static dev.freshet.wire.FactorFormatsTest.FACTORS;
import static dev.freshet.wire.FactorFormatsTest.FACTORS_HEX;
import static dev.freshet.wire.GoldenFormat.contents;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.TakeMix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Golden bytes of what is stored and sent of takes. */
class TakeFormatsTest {

  /** 2023-11-14T22:13:20Z, 0x18bcfe56800. */
  private static final long TIME = 1_700_000_000_000L;

  private static final Take TAKE = new Take(TIME, List.of("m7", "é"));

  private static final String TAKE_HEX =
      """
      0000018bcfe56800  # time
      02                # 2 movies before
      02 6d 37          # m7
      02 c3 a9          # é
      """;

  @Test
  void aRatingThatWasATake() {
    new GoldenFormat<>(StoredRating::toBytes, StoredRating::fromBytes)
        .assertWrittenAndRead(
            """
            03                # version
            40600000          # rating 3.5
            0000018bcfe56800  # event time
            00000000000003e9  # sequence 1001
            00000002          # generation 2
            40800000          # prediction 4
            40200000          # baseline 2.5
            0000000000000000  # never forgotten since
            """
                + TAKE_HEX,
            new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f)
                .likedAt(TIME)
                .asked(true)
                .withTake(TAKE));
  }

  @Test
  void aTakeOfWhichItIsKnownWhereTheListHadIt() {
    StoredRating rating =
        new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f)
            .likedAt(TIME)
            .asked(true)
            .withTake(TAKE)
            .stoodAt(12, 1001);
    new GoldenFormat<>(StoredRating::toBytes, StoredRating::fromBytes)
        .assertWrittenAndRead(
            """
            04                # version
            40600000          # rating 3.5
            0000018bcfe56800  # event time
            00000000000003e9  # sequence 1001
            00000002          # generation 2
            40800000          # prediction 4
            40200000          # baseline 2.5
            0000000000000000  # never forgotten since
            """
                + TAKE_HEX
                + "0c # place 12",
            rating);
    assertEquals(12, rating.survived(1002).place());
    assertEquals(12, rating.withTake(TAKE.asOf(TIME + 1)).place(), "it is of the first");
    assertEquals(0, rating.afresh(null).place());
  }

  @Test
  void anUpdateThatCountsATake() {
    var format = new GoldenFormat<>(MovieUpdate::toBytes, MovieUpdate::fromBytes, this::contentsOf);
    String rating = " # version\n 3f000000 # rating 0.5\n";

    format.assertWrittenAndRead(
        "05" + rating + FACTORS_HEX + TAKE_HEX, new MovieUpdate(.5f, FACTORS, false, null, TAKE));
    MovieUpdate read =
        format.assertWrittenAndRead(
            "07" + rating + FACTORS_HEX + FACTORS_HEX + TAKE_HEX,
            new MovieUpdate(.5f, FACTORS, false, FACTORS, TAKE));
    assertFalse(read.reapplied());
  }

  private List<Object> contentsOf(MovieUpdate update) {
    return Arrays.asList(
        update.rating(), contents(update.user()), update.reapplied(), update.take());
  }

  @Test
  void aTakeThatIsTakenBack() {
    new GoldenFormat<>(TakesChanged::toBytes, TakesChanged::fromBytes)
        .assertWrittenAndRead("09 # version\n" + TAKE_HEX, new TakesChanged(TAKE));
    assertTrue(TakesChanged.isIn(new TakesChanged(TAKE).toBytes()));
    assertFalse(TakesChanged.isIn(new MovieUpdate(.5f, FACTORS).toBytes()));
    assertFalse(TakesChanged.isIn(null));
  }

  @Test
  void aTakeThatAnotherReplaces() {
    Take half = new Take(TIME + 1, List.of(), .5f);
    String halfHex =
        """
        0000018bcfe56801  # time
        00                # no movie before
        3f000000          # weight .5
        """;
    var format = new GoldenFormat<>(TakesChanged::toBytes, TakesChanged::fromBytes);

    format.assertWrittenAndRead("0a # version\n 01 # back\n" + halfHex, new TakesChanged(half));
    format.assertWrittenAndRead(
        "0a # version\n 02 # counted\n" + TAKE_HEX + "3f800000 # weight 1\n",
        new TakesChanged(null, TAKE));
    format.assertWrittenAndRead(
        "0a # version\n 03 # back and counted\n" + halfHex + TAKE_HEX + "3f800000 # weight 1\n",
        new TakesChanged(half, TAKE));
    assertTrue(TakesChanged.isIn(new TakesChanged(half, TAKE).toBytes()));
  }

  @Test
  void aTakeThatWeighsNothingOrMoreThanARatingIsUnreadable() {
    for (float weight : new float[] {0, -.5f, 1.5f, Float.NaN}) {
      byte[] bytes = new TakesChanged(null, TAKE.weighing(weight)).toBytes();
      assertThrows(UnreadableException.class, () -> TakesChanged.fromBytes(bytes));
    }
  }

  @Test
  void aMovieThatWasTaken() {
    MovieTakes takes =
        new MovieTakes(3, TIME, new float[] {.5f, 2, 2.5f}, List.of("m7"), new float[] {.25f});
    new GoldenFormat<>(StoredMovie::toBytes, StoredMovie::finite, TakeFormatsTest::contentsOf)
        .assertWrittenAndRead(
            "02 # version\n"
                + FACTORS_HEX
                + """
                00000003          # 3 takes
                0000018bcfe56800  # the newest
                3f000000          # .5 of a day
                40000000          # 2 of a week
                40200000          # 2.5 of a year
                01                # 1 predecessor
                02 6d 37          # m7
                3e800000          # .25
                """,
            new StoredMovie(FACTORS, takes));
  }

  @Test
  void aMovieThatNobodyTookIsAsInTheVersionBefore() {
    new GoldenFormat<>(StoredMovie::toBytes, StoredMovie::finite, TakeFormatsTest::contentsOf)
        .assertWrittenAndRead(
            "01 # version\n" + FACTORS_HEX, new StoredMovie(FACTORS, MovieTakes.NONE));
  }

  @Test
  void aMovieWithOtherFactorsKeepsTheBytesOfItsTakes() {
    MovieTakes takes = MovieTakes.NONE.taken(TIME, TAKE.before());
    byte[] bytes = new StoredMovie(FACTORS, takes).toBytes();
    Factors other = FACTORS.withBaseline(9);

    StoredMovie read = StoredMovie.finite(bytes);
    assertTrue(read.isTaken());
    assertArrayEquals(new StoredMovie(other, takes).toBytes(), read.with(other).toBytes());
    assertEquals(List.of("m7", "é"), read.with(other).takes().predecessors());
    MovieUpdate update = new MovieUpdate(.5f, FACTORS, false, null, TAKE);
    assertArrayEquals(
        new StoredMovie(FACTORS, takes.taken(TIME, TAKE.before())).toBytes(),
        read.with(update).toBytes());
  }

  @Test
  void theSameTakesHaveTheSamePrintAndOthersAnother() {
    MovieTakes takes = MovieTakes.NONE.taken(TIME, TAKE.before());
    StoredMovie movie = new StoredMovie(FACTORS, takes);
    long print = movie.takesPrint();
    assertTrue(print > 0);
    assertEquals(print, StoredMovie.finite(movie.toBytes()).takesPrint());
    assertEquals(print, movie.with(FACTORS.withBaseline(9)).takesPrint());
    assertEquals(0, movie.with(MovieTakes.NONE).takesPrint());

    byte[] bytes = movie.toBytes();
    int from = new StoredMovie(FACTORS, MovieTakes.NONE).toBytes().length;
    Set<Long> prints = new HashSet<>(Set.of(print));
    int changes = 0;
    for (int i = from; i < bytes.length; i++) {
      bytes[i] ^= 1;
      try {
        assertTrue(prints.add(StoredMovie.fromBytes(bytes).takesPrint()), "at " + i);
        changes++;
      } catch (UnreadableException e) {
        // a length, or half of an é
      }
      bytes[i] ^= 1;
    }
    assertTrue(changes > 20, changes + " changes");
  }

  private static List<Object> contentsOf(StoredMovie movie) {
    MovieTakes takes = movie.takes();
    return List.of(
        contents(movie.factors()),
        takes.takes(),
        takes.at(),
        Arrays.toString(takes.decayed()),
        takes.predecessors(),
        Arrays.toString(takes.weights()));
  }

  @Test
  void takesThatCannotBeCountedAreUnreadable() {
    MovieTakes takes =
        new MovieTakes(3, TIME, new float[] {.5f, Float.NaN, 2.5f}, List.of(), new float[0]);
    byte[] bytes = new StoredMovie(FACTORS, takes).toBytes();

    assertThrows(UnreadableException.class, () -> StoredMovie.finite(bytes));
    assertThrows(UnreadableException.class, () -> MovieFactors.fromBytes(bytes));
  }

  @Test
  void aTakeOfNoTimeIsUnreadable() {
    for (long time : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE}) {
      byte[] back = new TakesChanged(new Take(time, List.of())).toBytes();
      byte[] update =
          new MovieUpdate(.5f, FACTORS, false, null, new Take(time, List.of())).toBytes();
      MovieTakes takes = new MovieTakes(1, time, new float[] {1, 1, 1}, List.of(), new float[0]);
      byte[] movie = new StoredMovie(FACTORS, takes).toBytes();

      assertThrows(UnreadableException.class, () -> TakesChanged.fromBytes(back));
      assertThrows(UnreadableException.class, () -> MovieUpdate.fromBytes(update));
      assertThrows(UnreadableException.class, () -> StoredMovie.finite(movie));
    }
  }

  @Test
  void aMixThatCannotLearnIsUnreadable() {
    byte[] bytes =
        StoredMix.toBytes(TakeMix.of(new float[9], new float[] {1, 1, 0, 1, 1, 1, 1, 1, 1}));

    assertThrows(UnreadableException.class, () -> StoredMix.fromBytes(bytes));
  }

  @Test
  void theMixOfSignals() {
    float[] weights = {1, -2, 3, 4, 5, 6, 7, 8, 9};
    float[] squares = {.5f, 1, 1, 1, 1, 1, 1, 1, 1};
    byte[] bytes = StoredMix.toBytes(TakeMix.of(weights, squares));

    TakeMix read = StoredMix.fromBytes(bytes);
    assertArrayEquals(weights, read.weights());
    assertArrayEquals(squares, read.squares());
    assertEquals(2 + 4 * 18, bytes.length);
    assertEquals("0109", java.util.HexFormat.of().formatHex(bytes, 0, 2), "version, signals");
  }

  @Test
  void aMixOfOtherSignalsBeginsAnew() {
    byte[] one = {1, 1, 0x3f, 0, 0, 0, 0x3f, 0, 0, 0};

    assertArrayEquals(new TakeMix().weights(), StoredMix.fromBytes(one).weights());
  }
}
